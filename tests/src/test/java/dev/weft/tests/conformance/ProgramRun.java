package dev.weft.tests.conformance;

import dev.weft.AsyncCallable;
import dev.weft.EventLoop;
import dev.weft.Schedulers;
import dev.weft.Weft;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs one program in classes freshly loaded, so that its static initialisers run again. */
final class ProgramRun {

  /** For a program that does not end; the others need milliseconds on a machine of their own. */
  private static final int SECONDS = 120;

  private static final int COROUTINES = 3;

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(null, task, "conformance", 1 << 20);
            thread.setDaemon(true);
            return thread;
          });

  private final Map<String, byte[]> classes;
  private final ClassLoader loader;
  private final String program;

  /** A run of a program out of {@code classes}. */
  ProgramRun(Map<String, byte[]> classes, String program) {
    this.classes = classes;
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
      AsyncCallable<?> body = launcher(probe);
      return inTime(probe, () -> Weft.run(loop, body));
    }
  }

  /**
   * Several coroutines of the program on one thread, whose steps run in an order drawn from a seed.
   * They share the program's classes unless these have state.
   */
  List<Outcome> interleaved(long seed) throws ReflectiveOperationException {
    var scheduler = new ShufflingScheduler(seed);
    var random = new Random(seed);
    boolean shared = !hasStaticState();
    var outcomes = new ArrayList<CompletableFuture<Outcome>>();
    for (int i = 0; i < COROUTINES; i++) {
      Mode mode = i == 0 ? Mode.ALWAYS : Mode.RANDOM;
      var probe = new Probe(mode, scheduler::schedule, random.nextLong());
      ProgramRun run = shared ? this : new ProgramRun(classes, program);
      CompletableFuture<?> task = Weft.start(scheduler, run.launcher(probe)).toCompletableFuture();
      outcomes.add(task.handle((result, failure) -> Outcome.of(probe, result, failure)));
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new));
    join(
        THREADS.submit(
            () -> {
              scheduler.runUntil(all::isDone, SECONDS);
              return null;
            }));
    return outcomes.stream().map(CompletableFuture::join).toList();
  }

  private static void join(Future<?> run) {
    try {
      run.get(SECONDS + 1, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether a static field of the program can change, or its initialiser would be seen to run. */
  private boolean hasStaticState() throws ReflectiveOperationException {
    for (String name : classes.keySet()) {
      if (name.startsWith(program.replace('.', '/'))) {
        Class<?> type = Class.forName(name.replace('/', '.'), false, loader);
        for (Field field : type.getDeclaredFields()) {
          if (Modifier.isStatic(field.getModifiers()) && !Modifier.isFinal(field.getModifiers())) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private AsyncCallable<?> launcher(Probe probe) throws ReflectiveOperationException {
    Class<?> type = loader.loadClass(Launcher.name(program));
    Object launcher = type.getConstructor().newInstance();
    type.getField("probe").set(launcher, probe);
    return (AsyncCallable<?>) launcher;
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
