package dev.weft.agent;

import java.lang.instrument.Instrumentation;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.jspecify.annotations.Nullable;

/**
 * The agent: what the JVM calls for {@code -javaagent}, and what a program calls to attach the
 * agent to itself.
 *
 * <p>Attaching twice weaves once; the second time is only reported.
 */
public final class WeftAgent {

  /** Guarded by this class; an atomic would have every start wait for the JVM's var handles. */
  private static boolean attached;

  /** Where the runtime finds the options, to say why a class was not woven. */
  private static final String OPTIONS = "dev.weft.agent.options";

  private WeftAgent() {}

  /** Called by the JVM before {@code main}; a wrong option ends the JVM with an explanation. */
  public static void premain(@Nullable String options, Instrumentation instrumentation) {
    try {
      attach(options, AgentOptions.parse(options), instrumentation, false);
    } catch (IllegalArgumentException wrong) {
      Log.problem(wrong.getMessage());
      System.exit(1);
    }
  }

  /** Called by the JVM when the agent is attached while the program runs. */
  public static void agentmain(@Nullable String options, Instrumentation instrumentation) {
    InspectionRequest request = InspectionRequest.of(options);
    SamplingRequest sampling = SamplingRequest.of(options);
    if (request != null) {
      Inspection.answer(request, instrumentation);
    } else if (sampling != null) {
      Sampling.begin(sampling, instrumentation);
    } else {
      attachSaying(options, instrumentation);
    }
  }

  /** The JVM does not show who attaches what was thrown, so it is written here, too. */
  private static void attachSaying(@Nullable String options, Instrumentation instrumentation) {
    try {
      attach(options, AgentOptions.parse(options), instrumentation, true);
    } catch (IllegalArgumentException wrong) {
      Log.problem(wrong.getMessage());
      throw wrong;
    }
  }

  /**
   * Attaches the agent to the running JVM. Classes loaded from now on are woven; {@code @Async}
   * classes that were loaded before are named in a warning.
   *
   * @throws IllegalStateException if the JVM does not allow it
   */
  public static void install() {
    install("");
  }

  /**
   * The same with options.
   *
   * @throws IllegalArgumentException if an option is wrong
   */
  public static void install(String options) {
    AgentOptions parsed = AgentOptions.parse(options);
    if (!isAttached()) {
      attach(options, parsed, ByteBuddyAgent.install(), true);
    }
  }

  private static synchronized boolean isAttached() {
    return attached;
  }

  /** Sets whether the agent is attached; returns whether that is new. */
  private static synchronized boolean setAttached(boolean now) {
    boolean changes = attached != now;
    attached = now;
    return changes;
  }

  private static void attach(
      @Nullable String text,
      AgentOptions options,
      Instrumentation instrumentation,
      boolean running) {
    if (!setAttached(true)) {
      Log.warning("the agent is attached already; this second time is ignored");
      return;
    }
    try {
      options.prepareDump();
      System.setProperty(OPTIONS, text == null ? "" : text);
      Observation.asOption(options.observe(), instrumentation);
      String signal = options.dumpOnSignal();
      if (signal != null) {
        SignalDump.on(signal, instrumentation);
      }
      weaveFromNowOn(options, instrumentation, running);
    } catch (RuntimeException | Error e) {
      setAttached(false);
      throw e;
    }
  }

  /**
   * Classes that load while the list of loaded ones is made are woven and in the list, which is
   * safe.
   */
  private static void weaveFromNowOn(
      AgentOptions options, Instrumentation instrumentation, boolean running) {
    Set<String> notWoven = ConcurrentHashMap.newKeySet();
    var files = new OwnClassFiles(instrumentation, Definition.class, LoaderAccess.class);
    var definer = new ClassDefiner(instrumentation, files);
    var redefinition = new Redefinition(instrumentation, definer);
    var classes = new WovenClasses(options, notWoven, running);
    var flightRecorder = new FlightRecorderNotice(instrumentation);
    var transformer =
        new WeavingTransformer(options, definer, redefinition, classes, flightRecorder);
    try {
      transformer.prepare(files);
      instrumentation.addTransformer(transformer, false);
      flightRecorder.begin();
      reportLoaded(options, instrumentation, notWoven);
    } catch (RuntimeException | Error e) {
      instrumentation.removeTransformer(transformer);
      throw e;
    }
  }

  private static void reportLoaded(
      AgentOptions options, Instrumentation instrumentation, Set<String> notWoven) {
    var loadedBefore = new PreloadedClasses(instrumentation);
    loadedBefore.addNames(notWoven);
    List<String> missed = loadedBefore.asyncClasses(options);
    if (!missed.isEmpty()) {
      Collections.sort(missed);
      Log.warning(
          "these @Async classes were loaded before the agent was attached and are not woven: "
              + String.join(", ", missed)
              + "; attach the agent earlier, best with -javaagent");
    }
  }
}
