package dev.weft.tests.conformance;

import dev.weft.AsyncCallable;
import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Weft;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs one program in classes freshly loaded, so that its static initialisers run again. */
final class ProgramRun {

  private static final int SECONDS = 20;

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(null, task, "conformance", 1 << 20);
            thread.setDaemon(true);
            return thread;
          });

  private final ClassLoader loader;
  private final String program;

  /** A run of a program out of {@code classes}. */
  ProgramRun(Map<String, byte[]> classes, String program) {
    this.loader = new BytesLoader(classes);
    this.program = program;
  }

  /** What is expected: what the program's own {@code expected} does, else the unwoven program. */
  Outcome expected() throws ReflectiveOperationException {
    Probe probe = Probe.plain();
    Class<?> type = loader.loadClass(program);
    Method method;
    try {
      method = type.getMethod("expected", Probe.class);
    } catch (NoSuchMethodException none) {
      method = type.getMethod("run", Probe.class);
    }
    Method run = method;
    return Outcome.of(probe, () -> invoke(run, probe));
  }

  /** The program as an ordinary blocking call. */
  Outcome blocking(Mode mode) throws ReflectiveOperationException {
    var probe = new Probe(mode, THREADS);
    Method run = loader.loadClass(program).getMethod("run", Probe.class);
    return inTime(probe, () -> invoke(run, probe));
  }

  /** The program as a coroutine of an event loop. */
  Outcome onLoop(Mode mode) throws ReflectiveOperationException {
    try (EventLoop loop = Schedulers.eventLoop()) {
      var probe = new Probe(mode, loop::schedule);
      Method launch = loader.loadClass(Launcher.name(program)).getMethod("launch", Probe.class);
      var body = (AsyncCallable<?>) launch.invoke(null, probe);
      return inTime(probe, () -> Weft.run(loop, body));
    }
  }

  private static Object invoke(Method method, Probe probe) throws Exception {
    try {
      return method.invoke(null, probe);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    }
  }

  private static Outcome inTime(Probe probe, Callable<?> call) {
    Future<Outcome> outcome = THREADS.submit(() -> Outcome.of(probe, call));
    try {
      return outcome.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return new Outcome(probe.trace(), "not done after " + SECONDS + " seconds");
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
