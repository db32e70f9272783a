package dev.weft.internal.engine;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One suspended call of one {@code @Async} method: what of its locals and operand stack is still
 * needed, and where it goes on.
 *
 * <p>The weaver generates one final subclass per method; its fields hold the spilled values. Frames
 * are linked from the callee that suspended (the <em>leaf</em>) to its callers through {@link
 * #parent}, so a coroutine is resumed at its leaf whatever its depth. A frame is filled again, not
 * allocated again, when its method suspends once more.
 *
 * <p>Confined to the thread that runs the coroutine; handing the coroutine over publishes it.
 *
 * @hidden
 */
public abstract class Frame {

  /** The frame of the caller that waits for this one's result; null for the coroutine's root. */
  @Nullable Frame parent;

  /**
   * Which suspension point the frame stands at; 0 before the method has started.
   *
   * @hidden
   */
  public int state;

  /** For generated subclasses. */
  protected Frame() {}

  /**
   * Goes on with the method from {@link #state} and leaves its result in the carrier.
   *
   * @param carrier holds the result (or failure) of what the method waited for; never null
   * @return the carrier's {@link Carrier#unwinding}: zero when the method is done
   * @throws Throwable whatever the method throws
   * @hidden
   */
  protected abstract int resume(Carrier carrier) throws Throwable;

  /**
   * What the fields hold, for looking: of each its name and then its value. Generated code; reads
   * them as they are, whoever may be writing them.
   *
   * @hidden
   */
  protected @Nullable Object[] fields() {
    return new @Nullable Object[0];
  }

  /**
   * What is to be seen of this frame if its class has no {@link FrameLayout}; null for nothing.
   *
   * @hidden
   */
  protected @Nullable FrameSnapshot snapshot() {
    return null;
  }

  /**
   * Whether the method waits for a task whose method's body it has called itself, instead of
   * starting the task and awaiting it. Generated code.
   *
   * @hidden
   */
  protected boolean awaitsTask() {
    return false;
  }

  /**
   * Puts a frame into the chain of this one: behind the calls of the innermost task method, before
   * the caller that awaits it. Nothing is done if there is none, or one of the same class stands
   * there already. The running coroutine may be cancelled meanwhile, and go on.
   *
   * @hidden
   */
  protected final void insertBehindTask(Frame between) {
    Frame callee = this;
    for (Frame caller = parent; caller != null; caller = caller.parent) {
      if (caller.getClass() == between.getClass()) {
        return;
      }
      if (caller.awaitsTask()) {
        between.parent = caller;
        VarHandle.releaseFence(); // who sees it in the chain sees the rest of the chain
        callee.parent = between;
        return;
      }
      callee = caller;
    }
  }

  /**
   * The frame of the caller that waits for this one, or null at the root.
   *
   * @hidden
   */
  public final @Nullable Frame caller() {
    return parent;
  }

  @Override
  public String toString() {
    return FrameSnapshot.of(this).toString();
  }
}
