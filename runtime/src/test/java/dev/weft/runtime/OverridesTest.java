package dev.weft.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whether a woven body is the right one for a receiver of another class. */
@SuppressWarnings("UnusedMethod") // found by reflection
class OverridesTest {

  private static final MethodType PLAIN = MethodType.methodType(String.class, int.class);
  private static final MethodType WOVEN = PLAIN.appendParameterTypes(int.class, Carrier.class);

  private final Overrides overrides = new Overrides("m", PLAIN, WOVEN);
  private final Carrier carrier = Carrier.forGenerator();

  private boolean mayRun(Class<?> receiver) {
    return overrides.mayRun(receiver, carrier);
  }

  static class Woven {
    String m(int i) {
      return "plain" + i;
    }

    String m(int i, int room, Carrier carrier) {
      return "woven" + i;
    }
  }

  static class Inherits extends Woven {
    String m(long other) {
      return "another method" + other;
    }

    Object other(int i) {
      return i;
    }
  }

  static class OverridesPlain extends Woven {
    @Override
    String m(int i) {
      return "other";
    }
  }

  static class OverridesBoth extends Woven {
    @Override
    String m(int i) {
      return "other";
    }

    @Override
    String m(int i, int room, Carrier carrier) {
      return "other";
    }
  }

  static class BelowPlain extends OverridesPlain {}

  static class WovenAgain extends OverridesPlain {
    @Override
    String m(int i) {
      return "again";
    }

    @Override
    String m(int i, int room, Carrier carrier) {
      return "again";
    }
  }

  static class Covariant {
    Object m(int i) {
      return i;
    }

    String m(int i, int room, Carrier carrier) {
      return "woven";
    }
  }

  @Test
  void whoOverridesNothingAgrees() {
    assertThat(mayRun(Woven.class)).isTrue();
    assertThat(mayRun(Inherits.class)).isTrue();
    assertThat(mayRun(new Woven() {}.getClass())).isTrue();
  }

  @Test
  void whoOverridesBothAgrees() {
    assertThat(mayRun(OverridesBoth.class)).isTrue();
    assertThat(mayRun(WovenAgain.class)).isTrue();
  }

  @Test
  void whoOverridesTheOrdinaryMethodAloneDisagreesAndSoDoItsSubclasses() {
    assertThat(mayRun(OverridesPlain.class)).isFalse();
    assertThat(mayRun(BelowPlain.class)).isFalse();
  }

  @Test
  void aMethodOfAnotherResultIsAnotherMethod() {
    assertThat(mayRun(Covariant.class)).isFalse();
  }

  @Test
  void answersDoNotDependOnWhoWasAskedAboutBefore() {
    for (int i = 0; i < 3; i++) {
      assertThat(mayRun(Inherits.class)).isTrue();
      assertThat(mayRun(OverridesPlain.class)).isFalse();
      assertThat(mayRun(Inherits.class)).isTrue();
    }
  }

  @Test
  void aSpecialCallRunsTheBodyWhateverTheReceiverAndOnlyOnce() {
    carrier.special = true;

    assertThat(mayRun(OverridesPlain.class)).isTrue();

    assertThat(carrier.special).isFalse();
    assertThat(mayRun(OverridesPlain.class)).isFalse();
  }

  interface Face {
    default String m(int i) {
      return "plain";
    }

    default String m(int i, int room, Carrier carrier) {
      return "woven";
    }
  }

  interface Narrower extends Face {
    @Override
    default String m(int i) {
      return "narrower";
    }
  }

  static class Implements implements Face {}

  static class ImplementsPlain implements Face {
    @Override
    public String m(int i) {
      return "plain";
    }
  }

  static class ImplementsNarrower implements Narrower {}

  static class ImplementsBothFaces extends Implements implements Narrower {}

  @Test
  void methodsOfInterfacesCountAsInheritedUnlessAClassOrANarrowerInterfaceHasThem() {
    assertThat(mayRun(Implements.class)).isTrue();
    assertThat(mayRun(ImplementsPlain.class)).isFalse();
    assertThat(mayRun(ImplementsNarrower.class)).isFalse();
    assertThat(mayRun(ImplementsBothFaces.class)).isFalse();
  }

  @Test
  void aProxyDisagreesIfItsHandlerWouldNotBeAsked() {
    var calls = new AtomicInteger();
    Object proxy =
        Proxy.newProxyInstance(
            Face.class.getClassLoader(),
            new Class<?>[] {Face.class},
            (self, method, arguments) -> String.valueOf(calls.incrementAndGet()));

    assertThat(mayRun(proxy.getClass()))
        .as("it implements both, so its handler sees both")
        .isTrue();
    assertThat(((Face) proxy).m(1, 100, carrier)).isEqualTo("1");
  }

  @Test
  void everyMethodHasItsOwnAnswer() {
    var other = new Overrides("other", MethodType.methodType(Object.class, int.class), WOVEN);

    assertThat(List.of(mayRun(Inherits.class), other.mayRun(Inherits.class, carrier)))
        .containsExactly(true, false);
  }
}
