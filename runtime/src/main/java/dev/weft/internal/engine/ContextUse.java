package dev.weft.internal.engine;

import dev.weft.internal.util.SneakyThrow;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MutableCallSite;

/**
 * Whether the process uses contexts or scopes, or observes its coroutines, at all: switches that
 * are off until somebody does. Those of contexts and scopes stay on then.
 *
 * <p>What coroutines inherit has to be asked for wherever one is made, or makes a step. Where
 * nobody uses it, that is to cost nothing. So each switch is the target of a call site: a constant,
 * for the JIT, which leaves out what depends on it, and compiles it anew on the day it changes.
 */
public final class ContextUse {

  private static final MutableCallSite VALUES = off();
  private static final MutableCallSite THREADS = off();
  private static final MutableCallSite OBSERVATION = off();
  private static final MutableCallSite STEPS = off();
  private static final MutableCallSite SCOPES = off();
  private static final MethodHandle OF_VALUES = VALUES.dynamicInvoker();
  private static final MethodHandle OF_THREADS = THREADS.dynamicInvoker();
  private static final MethodHandle OF_OBSERVATION = OBSERVATION.dynamicInvoker();
  private static final MethodHandle AROUND_STEPS = STEPS.dynamicInvoker();
  private static final MethodHandle OF_SCOPES = SCOPES.dynamicInvoker();

  private ContextUse() {}

  private static MutableCallSite off() {
    return new MutableCallSite(MethodHandles.constant(boolean.class, false));
  }

  private static void set(MutableCallSite use, boolean on) {
    use.setTarget(MethodHandles.constant(boolean.class, on));
    MutableCallSite.syncAll(new MutableCallSite[] {use});
  }

  /** Whether any key has been bound. */
  public static boolean ofValues() {
    try {
      return (boolean) OF_VALUES.invokeExact();
    } catch (Throwable impossible) {
      throw SneakyThrow.sneaky(impossible);
    }
  }

  /** Whether anybody puts thread-locals in place around steps. */
  public static boolean ofThreads() {
    try {
      return (boolean) OF_THREADS.invokeExact();
    } catch (Throwable impossible) {
      throw SneakyThrow.sneaky(impossible);
    }
  }

  /** Whether coroutines that are made now are observed. */
  public static boolean ofObservation() {
    try {
      return (boolean) OF_OBSERVATION.invokeExact();
    } catch (Throwable impossible) {
      throw SneakyThrow.sneaky(impossible);
    }
  }

  /** Whether there is anything to be done around steps: {@link #ofThreads} or observation. */
  static boolean aroundSteps() {
    try {
      return (boolean) AROUND_STEPS.invokeExact();
    } catch (Throwable impossible) {
      throw SneakyThrow.sneaky(impossible);
    }
  }

  /** Whether a scope has ever been opened. */
  static boolean ofScopes() {
    try {
      return (boolean) OF_SCOPES.invokeExact();
    } catch (Throwable impossible) {
      throw SneakyThrow.sneaky(impossible);
    }
  }

  /** Whether there may be anything to inherit. */
  public static boolean isAny() {
    return ofValues() || ofThreads();
  }

  /** From now on keys are bound. To be called before the first is. */
  public static void beginValues() {
    if (!ofValues()) {
      set(VALUES, true);
    }
  }

  /** From now on there may be open scopes. To be called before the first is opened. */
  static void beginScopes() {
    if (!ofScopes()) {
      set(SCOPES, true);
    }
  }

  /** From now on thread-locals are put in place. */
  static synchronized void beginThreads() {
    if (!ofThreads()) {
      set(THREADS, true);
      set(STEPS, true);
    }
  }

  /** From now on coroutines are observed, or no more. */
  public static synchronized void observe(boolean on) {
    if (ofObservation() != on) {
      set(STEPS, on || ofThreads());
      set(OBSERVATION, on);
    }
  }
}
