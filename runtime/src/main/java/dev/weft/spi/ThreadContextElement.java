package dev.weft.spi;

import dev.weft.internal.engine.ThreadElements;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets coroutines have a thread-local of their own, as threads have: the diagnostic context of a
 * logging library, the current span of a tracer, a security context.
 *
 * <p>Code that knows nothing of coroutines keeps such things in thread-locals, and a coroutine goes
 * on on whatever thread its scheduler has. With an element registered, each coroutine has its own
 * state of it: it begins with what the thread has that makes it; before each of its steps that is
 * put in place; after the step what it has become is kept, and the thread gets back what it had. So
 * what a coroutine changes it finds again after it was suspended, and nobody else does.
 *
 * <pre>{@code
 * public final class MdcElement implements ThreadContextElement<Map<String, String>> {
 *   public Map<String, String> capture() {
 *     return MDC.getCopyOfContextMap();
 *   }
 *
 *   public void restore(Map<String, String> state) {
 *     if (state == null) MDC.clear(); else MDC.setContextMap(state);
 *   }
 * }
 * }</pre>
 *
 * <p><b>Registered</b> are those that {@link java.util.ServiceLoader} finds in the class loader of
 * Weft when the first coroutine begins, and those given to {@link #register}. That concerns the
 * coroutines that are made afterwards. Where nobody registers, steps cost nothing more.
 *
 * <p><b>Who has one.</b> Coroutines that are tasks (by {@code Weft.start}, task methods, forks,
 * deadlines); generators, from when their method is called, while they compute an element; the work
 * of {@code Weft.blocking} and {@code EventLoop.offload}, which begins with what its coroutine has
 * there, and whose changes are dropped. A suspending method that ordinary code calls has that
 * thread for itself, and nothing is changed.
 *
 * <p>For values of one's own {@link dev.weft.concurrent.Context} is simpler, and costs nothing for
 * each step.
 *
 * @param <S> a state. Immutable: one may be put in place in many threads, many times
 */
public interface ThreadContextElement<S> {

  /**
   * What the current thread has now; null is a state. On any thread; called before and after each
   * step, so it is to be quick. What it throws is told to the thread's uncaught exception handler,
   * each time, and that step goes without this element.
   */
  @Nullable S capture();

  /**
   * Gives the current thread what {@link #capture} has returned, perhaps on another thread. What it
   * throws is told to the thread's uncaught exception handler.
   */
  void restore(@Nullable S state);

  /** From now on coroutines that are made have {@code element}, too. Any thread. */
  static void register(ThreadContextElement<?> element) {
    ThreadElements.register(new Registered(Objects.requireNonNull(element, "element")));
  }

  /**
   * Coroutines that are made from now on do not have {@code element}; those that do keep it. Any
   * thread.
   *
   * @return false if it was not registered
   */
  static boolean unregister(ThreadContextElement<?> element) {
    return ThreadElements.unregister(new Registered(element));
  }
}
