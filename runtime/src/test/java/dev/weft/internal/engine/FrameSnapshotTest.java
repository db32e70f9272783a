package dev.weft.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.FrameView;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.engine.FrameLayout.Point;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What can be seen of a suspended frame. */
class FrameSnapshotTest {

  @FrameLayout(
      owner = "app.Main",
      method = "load",
      descriptor = "(I)V",
      file = "Main.java",
      points = {
        @Point(
            line = 7,
            callee = "Client.send",
            saved = {"id=i0", "name=l0"}),
        @Point(line = 0, callee = "", saved = "gone=x9")
      })
  private static final class Load extends Frame {
    private final int i0 = 42;
    private final Object l0 = "weft";

    @Override
    protected @Nullable Object[] fields() {
      return new @Nullable Object[] {"i0", i0, "l0", l0};
    }

    @Override
    protected int resume(Carrier carrier) {
      carrier.putObject(l0.toString() + i0);
      return carrier.unwinding;
    }
  }

  /** A class that a program may have been shipped without. */
  public static final class Missing {}

  /** Keeps a variable of that class. */
  @FrameLayout(
      owner = "app.Main",
      method = "load",
      descriptor = "()V",
      file = "Main.java",
      points =
          @Point(
              line = 7,
              callee = "",
              saved = {"optional=l0", "id=i0"}))
  public static final class WithMissing extends Frame {
    @Nullable Missing l0;
    private final int i0 = 42;

    /** Called by reflection. */
    public WithMissing() {}

    @Override
    protected @Nullable Object[] fields() {
      return new @Nullable Object[] {"l0", l0, "i0", i0};
    }

    @Override
    protected int resume(Carrier carrier) {
      return Unwinding.NOT;
    }
  }

  private static final class WithoutMissing extends ClassLoader {

    WithoutMissing() {
      super(FrameSnapshotTest.class.getClassLoader());
    }

    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
      if (name.equals(Missing.class.getName())) {
        throw new ClassNotFoundException(name);
      }
      return name.equals(WithMissing.class.getName()) ? ownCopy(name) : super.loadClass(name);
    }

    private Class<?> ownCopy(String name) {
      String file = name.replace('.', '/') + ".class";
      try (InputStream in = getParent().getResourceAsStream(file)) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final Load frame = new Load();

  @Test
  void aFrameSaysWhereItStandsAndWhatItKeeps() {
    frame.state = 1;

    FrameSnapshot view = FrameSnapshot.of(frame);

    assertThat(view.where()).isEqualTo("app.Main.load(Main.java:7)");
    assertThat(view.callee()).isEqualTo("Client.send");
    assertThat(view.saved())
        .containsExactly(
            new FrameSnapshot.Saved("id", "i0", 42), new FrameSnapshot.Saved("name", "l0", "weft"));
    assertThat(frame).hasToString("app.Main.load(Main.java:7) [id=42, name=weft]");
    assertThat(view.frameClass()).isEqualTo(Load.class.getName());
  }

  @Test
  void beforeTheStartThereIsNoLine() {
    assertThat(FrameSnapshot.of(frame).where()).isEqualTo("app.Main.load(Main.java)");
    assertThat(FrameSnapshot.of(frame).saved()).isEmpty();
  }

  @Test
  void aFieldThatIsNotThereIsNamedAsSuch() {
    frame.state = 2;

    FrameSnapshot view = FrameSnapshot.of(frame);

    assertThat(view.saved()).hasSize(1);
    assertThat(view.saved().get(0).value()).asString().contains("x9 is not shown");
  }

  @Test
  void aVariableWhoseClassIsMissingHidesNothing() throws ReflectiveOperationException {
    Class<?> loaded = new WithoutMissing().loadClass(WithMissing.class.getName());
    var withMissing = (Frame) loaded.getConstructor().newInstance();
    withMissing.state = 1;

    assertThat(FrameSnapshot.whereInnermost(withMissing)).isEqualTo("app.Main.load(Main.java:7)");
    assertThat(FrameSnapshot.of(withMissing).saved())
        .containsExactly(
            new FrameSnapshot.Saved("optional", "l0", null),
            new FrameSnapshot.Saved("id", "i0", 42));
  }

  @Test
  void aFrameWithoutALayoutIsShownByItsClass() {
    assertThat(FrameSnapshot.of(new HandWoven()).where())
        .isEqualTo(HandWoven.class.getName() + ".resume(Unknown Source)");
  }

  @Test
  void aChainGoesFromTheLeafToTheRootWithoutFramesOfTheEngine() {
    var caller = new Load();
    caller.state = 1;
    frame.parent = new HandWoven(); // it has no layout, as the engine's own have none
    frame.parent.parent = caller;

    assertThat(FrameSnapshot.chain(frame))
        .extracting(FrameSnapshot::where)
        .containsExactly("app.Main.load(Main.java)", "app.Main.load(Main.java:7)");
    assertThat(FrameSnapshot.chain(null)).isEmpty();
  }

  @Test
  void aTaskShowsTheCallsOfItsCoroutine() {
    Completion pending = (Completion) Task.completer().task();
    Task<Object> task =
        Weft.start(
            HandWoven.body(
                (carrier, before) -> {
                  carrier.suspendOn(pending);
                  frame.state = 1;
                  carrier.link(frame);
                  return null;
                },
                HandWoven.result()));

    assertThat(task.frames()).extracting(FrameView::method).containsExactly("load");
    assertThat(task.toString())
        .isEqualTo("Task[at app.Main.load(Main.java:7), waits for a completer]");
    task.cancel(true);
    assertThat(task.frames()).isEmpty();
  }

  @Test
  void inTracesItStandsAsItIsSeen() {
    for (int state = 0; state <= 3; state++) {
      frame.state = state;
      assertThat(FramePoints.of(frame).place()).isEqualTo(FrameSnapshot.of(frame).element());
    }
    var unknown = new HandWoven();
    assertThat(FramePoints.of(unknown).place()).isEqualTo(FrameSnapshot.of(unknown).element());
  }
}
