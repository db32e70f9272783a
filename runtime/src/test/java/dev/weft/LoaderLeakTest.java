package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.internal.engine.HandWoven;
import dev.weft.woven.Suspend;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that outlive the runtime's class loader do not keep it. */
@Timeout(120)
class LoaderLeakTest {

  /** What an application does on a thread that it has borrowed; loaded by the loader to go. */
  public static final class Work implements Callable<Object> {
    @Override
    public Object call() throws Exception {
      Task.Completer<String> completer = Task.completer();
      Task<String> task = Weft.start(() -> "a coroutine of this loader");
      assertThat(task.isDone()).isTrue();
      try (EventLoop loop = Schedulers.eventLoop()) {
        Weft.run(loop, () -> {});
      }
      completer.complete("x");
      return completer.task().get();
    }
  }

  /**
   * The same, and it leaves a failed task behind that nobody has asked, and that stays reachable.
   */
  public static final class LeavesAFailure implements Callable<Object> {
    static Task<?> kept;

    @Override
    public Object call() {
      kept =
          Weft.start(
              () -> {
                throw new IllegalStateException("not heard of");
              });
      assertThat(kept.isDone()).isTrue();
      return "x";
    }
  }

  /** A delay of plain code ends on threads of the runtime, which are idle for a while then. */
  public static final class Delays implements Callable<Object> {
    @Override
    public Object call() throws Exception {
      Task<Object> task =
          Weft.start(
              HandWoven.body(
                  (carrier, before) -> {
                    Suspend.delay(Duration.ofMillis(1), carrier);
                    return null;
                  },
                  (carrier, before) -> "x"));
      return task.get();
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {Work.class, LeavesAFailure.class, Delays.class})
  void aPoolsThreadLetsTheLoaderGo(Class<?> work) throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      WeakReference<ClassLoader> loader = workInAnotherLoader(work, pool);
      for (int i = 0; loader.get() != null && i < 500; i++) {
        System.gc();
        Thread.sleep(20);
      }
      assertThat(loader.get()).isNull();
    } finally {
      pool.shutdownNow();
    }
  }

  private static WeakReference<ClassLoader> workInAnotherLoader(Class<?> what, ExecutorService pool)
      throws Exception {
    List<URL> path = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      path.add(new File(entry).toURI().toURL());
    }
    for (Class<?> each :
        List.of(Weft.class, LoaderLeakTest.class, dev.weft.annotations.Async.class)) {
      path.add(each.getProtectionDomain().getCodeSource().getLocation());
    }
    var loader =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader()) {};
    Callable<?> work =
        (Callable<?>) loader.loadClass(what.getName()).getDeclaredConstructor().newInstance();
    assertThat((Object) work.getClass()).isNotSameAs(what);
    assertThat((Object) pool.submit(work).get()).isEqualTo("x");
    assertThat((Object) pool.submit(() -> "let go of the work").get()).isNotNull();
    loader.close();
    return new WeakReference<>(loader);
  }
}
