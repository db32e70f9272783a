package dev.weft.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The mark of a coroutine: a method whose body may suspend without holding its thread.
 *
 * <p>The return type alone decides what kind of coroutine a marked method is:
 *
 * <ul>
 *   <li>{@code Task}, {@code CompletionStage}, {@code CompletableFuture} or a class that extends
 *       the last and has a constructor without parameters, as public as itself: a <em>task
 *       method</em>. A call starts it at once on the caller's thread and returns its task.
 *   <li>{@code Generator}: a <em>generator method</em>. It runs as far as its next {@code emit}
 *       each time an element is asked for.
 *   <li>{@code AsyncGenerator}: an <em>async generator method</em>. It runs in the same way, and
 *       may suspend in between, with the coroutine that asks.
 *   <li>anything else: a <em>suspending method</em>. Called from a coroutine, the call is a
 *       suspension point; called from ordinary code, it blocks the caller until it is done.
 * </ul>
 *
 * <p>A method that overrides an {@code @Async} method is one too, annotated or not, and so is the
 * body of a lambda whose functional interface's method is marked. Bodies are rewritten while their
 * classes load (the agent) or at build time (the weaver's command line); without either, a method
 * runs as written and {@code await} of something unfinished fails with an explanation.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Async {}
