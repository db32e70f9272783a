package dev.weft.woven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Task;
import dev.weft.internal.engine.Driver;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.Woven;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Calls of which it is known only at run time whether there is a woven body. */
@SuppressWarnings("UnusedMethod") // found by method handles
class LinkerTest {

  private static final MethodType LENGTH = MethodType.methodType(int.class, String.class);
  private static final MethodType TASK = MethodType.methodType(Task.class, Object.class);

  private static final int ROOM = 100;

  private final WovenCarrier carrier = WovenCarrier.current();

  static class Woven {
    int length(String text) {
      throw new AssertionError("the woven body is there");
    }

    int length(String text, int room, WovenCarrier carrier) {
      return text.length();
    }

    static int twice(String text) {
      return -2 * text.length();
    }

    static int twice(String text, int room, WovenCarrier carrier) {
      return 2 * text.length();
    }
  }

  /** Not woven, but below a class that is. */
  static class Hides extends Woven {
    static int twice(String text) {
      return 0;
    }
  }

  static class Plain {
    int length(String text) {
      return -text.length();
    }

    static int twice(String text) {
      return -2 * text.length();
    }

    Task<Object> load(Object outcome) {
      return outcome instanceof Throwable failure
          ? Task.failed(failure)
          : outcome instanceof Task<?> ? null : Task.completed(outcome);
    }

    static CompletableFuture<Object> future(Object value) {
      return CompletableFuture.completedFuture(value);
    }
  }

  private static MethodHandle link(
      Class<?> owner, String name, MethodType plain, boolean isStatic, Class<?> result)
      throws Exception {
    boolean task = CompletionStage.class.isAssignableFrom(plain.returnType());
    MethodType site =
        (task
                ? plain.appendParameterTypes(WovenCarrier.class, int.class)
                : plain.appendParameterTypes(int.class, WovenCarrier.class))
            .changeReturnType(result);
    if (!isStatic) {
      site = site.insertParameterTypes(0, owner);
    }
    String descriptor = plain.toMethodDescriptorString();
    return Linker.link(MethodHandles.lookup(), name, site, owner, descriptor, isStatic ? 1 : 0)
        .dynamicInvoker();
  }

  @Test
  void aWovenBodyIsCalledDirectly() throws Throwable {
    MethodHandle virtual = link(Woven.class, "length", LENGTH, false, int.class);
    MethodHandle atClass = link(Woven.class, "twice", LENGTH, true, int.class);

    assertThat((int) virtual.invokeExact(new Woven(), "weft", ROOM, carrier)).isEqualTo(4);
    assertThat((int) atClass.invokeExact("weft", ROOM, carrier)).isEqualTo(8);
  }

  @Test
  void withoutOneTheOrdinaryMethodIsCalled() throws Throwable {
    MethodHandle virtual = link(Plain.class, "length", LENGTH, false, int.class);
    MethodHandle atClass = link(Plain.class, "twice", LENGTH, true, int.class);

    assertThat((int) virtual.invokeExact(new Plain(), "weft", ROOM, carrier)).isEqualTo(-4);
    assertThat((int) atClass.invokeExact("weft", ROOM, carrier)).isEqualTo(-8);
  }

  @Test
  void aBodyHiddenByAMethodThatIsNotWovenIsNotCalled() throws Throwable {
    MethodHandle hidden = link(Hides.class, "twice", LENGTH, true, int.class);

    assertThat((int) hidden.invokeExact("weft", ROOM, carrier)).isZero();
  }

  @Test
  void aSubclassThatIsWovenIsReachedThroughItsSuperclass() throws Throwable {
    MethodHandle virtual = link(Woven.class, "length", LENGTH, false, int.class);
    Woven overriding =
        new Woven() {
          @SuppressWarnings("unused") // says that the body is no proxy's
          private static void weft$woven() {}

          @Override
          int length(String text) {
            throw new AssertionError("the woven body is there");
          }

          @Override
          int length(String text, int room, WovenCarrier carrier) {
            return 100;
          }
        };

    assertThat((int) virtual.invokeExact(overriding, "weft", ROOM, carrier)).isEqualTo(100);
  }

  @Test
  void aProxyIsCalledWhenItsCallersAreOnTheHeap() throws Throwable {
    MethodHandle virtual = link(Woven.class, "length", LENGTH, false, int.class);
    Woven proxy =
        new Woven() {
          @Override
          int length(String text) {
            return 50;
          }

          @Override
          int length(String text, int room, WovenCarrier carrier) {
            throw new AssertionError("nobody calls a proxy's body");
          }
        };

    int dummy = (int) virtual.invokeExact(proxy, "weft", ROOM, carrier);

    assertThat(dummy).isZero();
    int how = carrier.unwinding;
    Frame call = carrier.takeChain(how, null);
    assertThat(carrier.takeEvent(how, call)).isSameAs(WovenCarrier.NO_WAIT);
    assertThat(Driver.resumeFrom(call, carrier)).isZero();
    assertThat(carrier.takeInt()).isEqualTo(50);
  }

  @Test
  void whatAnOrdinaryTaskMethodReturnsIsAwaited() throws Throwable {
    MethodHandle load = link(Plain.class, "load", TASK, false, Object.class);
    var failure = new IOException("disk");

    assertThat((Object) load.invokeExact(new Plain(), (Object) "x", carrier, ROOM)).isEqualTo("x");
    assertThatThrownBy(
            () -> {
              var unused = (Object) load.invokeExact(new Plain(), (Object) failure, carrier, ROOM);
            })
        .isSameAs(failure);
  }

  @Test
  void anUnfinishedTaskSuspends() throws Throwable {
    Task<Object> pending = Task.completer().task();
    Plain owner =
        new Plain() {
          @Override
          Task<Object> load(Object outcome) {
            return pending;
          }
        };
    MethodHandle load = link(Plain.class, "load", TASK, false, Object.class);

    var unused = (Object) load.invokeExact(owner, (Object) "x", carrier, ROOM);

    assertThat(carrier.isUnwinding()).isTrue();
    assertThat(carrier.takeEvent(carrier.unwinding, null)).isSameAs(pending);
    carrier.stopUnwinding();
  }

  @Test
  void aFutureOfAnOrdinaryTaskMethodIsAwaitedToo() throws Throwable {
    MethodType type = MethodType.methodType(CompletableFuture.class, Object.class);
    MethodHandle future = link(Plain.class, "future", type, true, Object.class);

    assertThat((Object) future.invokeExact((Object) "x", carrier, ROOM)).isEqualTo("x");
  }

  @Test
  void aTaskMethodThatReturnsNullIsNamed() throws Throwable {
    MethodHandle load = link(Plain.class, "load", TASK, false, Object.class);
    Object returnsNull = Task.completed("x");

    assertThatThrownBy(
            () -> {
              var unused = (Object) load.invokeExact(new Plain(), returnsNull, carrier, ROOM);
            })
        .isInstanceOf(NullPointerException.class)
        .hasMessage(
            Plain.class.getName()
                + ".load returned null as its task; return Task.completed(null) if there is no"
                + " result");
  }

  @Test
  void aMethodThatIsNotThereAtAllCannotBeLinked() {
    assertThatExceptionOfType(NoSuchMethodError.class)
        .isThrownBy(() -> link(Plain.class, "gone", LENGTH, false, int.class));
  }
}
