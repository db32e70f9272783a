package dev.weft.agent;

import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The part of {@link FlameCommand} that runs in the JVM which is sampled: has each Weft runtime
 * there sample for as long as was asked for, then writes the stacks to a file, and leaves nothing
 * on, whether or not who has asked is still there.
 *
 * <p>It does so on a thread of its own, since others may want to attach meanwhile. The first line
 * of an answer is one of {@link Inspection}'s, the last {@link #END}.
 */
final class Sampling {

  /** Last line of an answer. */
  static final String END = "end of answer";

  private static final String SAMPLER = "dev.weft.observe.StackSampler";

  private Sampling() {}

  static void begin(SamplingRequest request, Instrumentation instrumentation) {
    var sampling = new Thread(() -> answer(request, instrumentation), "weft-sampling");
    sampling.setDaemon(true);
    sampling.start();
  }

  private static void answer(SamplingRequest request, Instrumentation instrumentation) {
    String text;
    try {
      text = sample(request, instrumentation);
    } catch (Throwable failure) {
      text = Inspection.FAILED + "\n" + failure;
    }
    try {
      Files.writeString(request.answer(), text + "\n" + END + "\n", WRITE);
    } catch (NoSuchFileException gone) { // as who has asked is
      return;
    } catch (IOException unwritable) { // who asks finds nothing, and says so
      Log.warning("sampled stacks could not be handed over: " + unwritable);
    }
  }

  private static String sample(SamplingRequest request, Instrumentation instrumentation)
      throws Exception {
    List<ClassLoader> runtimes = Inspection.runtimes(instrumentation);
    if (runtimes.isEmpty()) {
      return Inspection.NO_WEFT;
    }
    var samplers = new ArrayList<AutoCloseable>();
    try {
      for (ClassLoader loader : runtimes) {
        Class<?> type = Class.forName(SAMPLER, true, loader);
        samplers.add((AutoCloseable) start(type, request.waiting()));
      }
      TimeUnit.SECONDS.sleep(request.seconds());
    } finally {
      for (AutoCloseable each : samplers) {
        each.close();
      }
    }
    var text = new StringBuilder(Inspection.FOUND);
    for (AutoCloseable each : samplers) {
      text.append('\n').append(stacks(each, request));
    }
    return text.toString();
  }

  private static Object start(Class<?> sampler, boolean waiting)
      throws ReflectiveOperationException {
    try {
      return sampler.getMethod(waiting ? "start" : "startRunning").invoke(null);
    } catch (InvocationTargetException thrown) {
      throw new IllegalStateException("cannot sample: " + thrown.getCause(), thrown.getCause());
    }
  }

  private static Object stacks(AutoCloseable sampler, SamplingRequest request)
      throws ReflectiveOperationException {
    String which = request.waiting() ? "waiting" : "running";
    return sampler.getClass().getMethod(which, boolean.class).invoke(sampler, request.lines());
  }
}
