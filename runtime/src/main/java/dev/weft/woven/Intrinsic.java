package dev.weft.woven;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a static method to be a suspension point that is compiled into a call of the runtime.
 *
 * <p>In a coroutine, a call of the annotated method becomes a call of {@link #method} of {@link
 * #owner}, which takes the same arguments and behind them the {@link WovenCarrier}, returns what
 * the annotated method returns, and may leave the carrier unwinding. The code of the annotated
 * method itself runs only where nothing was woven.
 *
 * <p>The weaver reads this from the class file. For the runtime's own methods: whatever else
 * suspends is an {@code @Async} method.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Intrinsic {

  /** The class of what is called instead. */
  Class<?> owner();

  /** The name of what is called instead. */
  String method();

  /** The parameters of what is called instead, but for the carrier, where they are others. */
  Class<?>[] parameters() default {};

  /**
   * Whether it hands an element out of the coroutine; if not, it awaits. Kinds of coroutines that
   * may not do the one or the other are refused.
   */
  boolean emits() default false;

  /** Whether it may await as well, though it emits. */
  boolean awaits() default false;

  /**
   * Whether it takes nothing but what a call of a coroutine makes, a task or a generator, and only
   * lets the coroutine's body run in that of its caller. If the argument is such a call, the body
   * is called in place of both.
   */
  boolean consumes() default false;
}
