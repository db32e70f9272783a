package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

  @Test
  void aPoolsThreadLetsTheLoaderGo() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      WeakReference<ClassLoader> loader = workInAnotherLoader(pool);
      for (int i = 0; loader.get() != null && i < 500; i++) {
        System.gc();
        Thread.sleep(20);
      }
      assertThat(loader.get()).isNull();
    } finally {
      pool.shutdownNow();
    }
  }

  private static WeakReference<ClassLoader> workInAnotherLoader(ExecutorService pool)
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
        (Callable<?>) loader.loadClass(Work.class.getName()).getDeclaredConstructor().newInstance();
    assertThat((Object) work.getClass()).isNotSameAs(Work.class);
    assertThat((Object) pool.submit(work).get()).isEqualTo("x");
    assertThat((Object) pool.submit(() -> "let go of the work").get()).isNotNull();
    loader.close();
    return new WeakReference<>(loader);
  }
}
