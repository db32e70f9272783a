package dev.weft.internal.engine;

import static java.lang.StackWalker.Option.RETAIN_CLASS_REFERENCE;

import dev.weft.internal.util.CallSites;
import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Says what the caller of a method that would block has to change. Asked while the call is on the
 * stack, by the thread that makes it, and only to refuse it.
 */
final class BlockedCaller {

  /** A body is given this, whatever it is named: see {@link Carrier}. */
  private static final String CARRIER = "Ldev/weft/woven/WovenCarrier;";

  private static final Set<String> OF_ITERATORS = Set.of("hasNext()Z", "next()Ljava/lang/Object;");

  private BlockedCaller() {}

  /** What is to be done instead of the innermost call of a suspending method from ordinary code. */
  static String advice() {
    List<StackFrame> calls =
        StackWalker.getInstance(RETAIN_CLASS_REFERENCE) // or it knows no descriptors
            .walk(frames -> callAndCaller(frames).limit(2).toList());
    return calls.size() == 2 && isIterator(calls.get(0)) && isBody(calls.get(1))
        ? overIterable(calls.get(1).toStackTraceElement())
        : CallSites.adviceToSuspend();
  }

  /** The method that blocks, and what is below it on the stack; the engine is above it. */
  private static Stream<StackFrame> callAndCaller(Stream<StackFrame> frames) {
    return frames
        .dropWhile(frame -> isEngine(frame.getClassName()))
        .filter(frame -> !CallSites.isPlatform(frame.toStackTraceElement()))
        .filter(frame -> !isOverridden(frame));
  }

  /** The frame of an async generator's method has the method, too, and calls the other one. */
  private static boolean isOverridden(StackFrame frame) {
    return isIterator(frame) && frame.getClassName().endsWith(MissingParts.FRAME);
  }

  private static boolean isEngine(String name) {
    return name.startsWith("dev.weft.internal.engine.") || name.startsWith("dev.weft.woven.");
  }

  private static boolean isIterator(StackFrame call) {
    return OF_ITERATORS.contains(call.getMethodName() + call.getDescriptor());
  }

  private static boolean isBody(StackFrame caller) {
    return caller.getDescriptor().contains(CARRIER);
  }

  private static String overIterable(StackTraceElement loop) {
    return "; "
        + loop
        + " is in an @Async method, but goes through what is declared there as an Iterable or"
        + " Iterator, whose methods cannot suspend. Declare the variable, parameter or field as"
        + " what it is, an AsyncGenerator, a Channel or an AsyncIterator, and the loop suspends";
  }
}
