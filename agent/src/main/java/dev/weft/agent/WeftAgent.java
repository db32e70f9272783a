package dev.weft.agent;

import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.jspecify.annotations.Nullable;

/**
 * The agent: what the JVM calls for {@code -javaagent}, and what a program calls to attach the
 * agent to itself.
 *
 * <p>Attaching twice weaves once; the second time is only reported.
 */
public final class WeftAgent {

  private static final AtomicBoolean ATTACHED = new AtomicBoolean();

  private WeftAgent() {}

  /** Called by the JVM before {@code main}; a wrong option ends the JVM with an explanation. */
  public static void premain(@Nullable String options, Instrumentation instrumentation) {
    try {
      attach(AgentOptions.parse(options), instrumentation);
    } catch (IllegalArgumentException wrong) {
      Log.problem(wrong.getMessage());
      System.exit(1);
    }
  }

  /** Called by the JVM when the agent is attached while the program runs. */
  public static void agentmain(@Nullable String options, Instrumentation instrumentation) {
    attach(AgentOptions.parse(options), instrumentation);
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
    if (!ATTACHED.get()) {
      attach(parsed, ByteBuddyAgent.install());
    }
  }

  private static void attach(AgentOptions options, Instrumentation instrumentation) {
    if (!ATTACHED.compareAndSet(false, true)) {
      Log.warning("the agent is attached already; this second time is ignored");
      return;
    }
    try {
      weaveFromNowOn(options, instrumentation);
    } catch (RuntimeException | Error e) {
      ATTACHED.set(false);
      throw e;
    }
  }

  /**
   * Classes that load while the list of loaded ones is made are woven and in the list, which is
   * safe.
   */
  private static void weaveFromNowOn(AgentOptions options, Instrumentation instrumentation) {
    Set<String> notWoven = ConcurrentHashMap.newKeySet();
    var definer = new ClassDefiner(instrumentation);
    instrumentation.addTransformer(new WeavingTransformer(options, definer, notWoven), false);
    var loadedBefore = new LoadedBefore(instrumentation);
    notWoven.addAll(loadedBefore.names());
    List<String> missed = loadedBefore.asyncClasses(options);
    if (!missed.isEmpty()) {
      Log.warning(
          "these @Async classes were loaded before the agent was attached and are not woven: "
              + String.join(", ", missed)
              + "; attach the agent earlier, best with -javaagent");
    }
  }
}
