package dev.weft.internal.linking;

import dev.weft.internal.engine.Woven;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Tells classes that were woven for another calling convention than the runtime's: what they call
 * is linked here, and would fail later with an error that names neither.
 */
public final class Conventions {

  private Conventions() {}

  /**
   * Checks the class that something is linked for, by the mark that the weaver gave it. One without
   * a mark, or with one that was written by hand, says nothing.
   *
   * @param caller a look-up in that class
   * @throws IncompatibleClassChangeError if it was woven for another calling convention
   */
  public static void check(MethodHandles.Lookup caller) {
    Class<?> type = caller.lookupClass();
    int convention = of(caller, type);
    if (convention != Woven.CONVENTION) {
      throw new IncompatibleClassChangeError(
          type.getName()
              + " was woven by another version of Weft than the weft-runtime that it runs with (its"
              + " calling convention is number "
              + convention
              + ", the runtime's is "
              + Woven.CONVENTION
              + "); weave the class as the compiler wrote it with the version of the runtime, or"
              + " let the agent do it");
    }
  }

  private static int of(MethodHandles.Lookup caller, Class<?> type) {
    try {
      MethodType shape = MethodType.methodType(int.class);
      MethodHandle mark = caller.findStatic(type, ReceiverClass.MARK, shape);
      return caller.revealDirect(mark).getDeclaringClass() == type
          ? (int) mark.invokeExact()
          : Woven.CONVENTION;
    } catch (NoSuchMethodException | IllegalAccessException notThere) {
      return Woven.CONVENTION;
    } catch (Throwable thrown) {
      throw new IllegalStateException(type.getName() + "." + ReceiverClass.MARK, thrown);
    }
  }
}
