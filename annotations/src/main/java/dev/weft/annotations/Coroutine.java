package dev.weft.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The mark of a coroutine by another name: what it marks is what {@link Async} would make of it.
 *
 * <p>For sources in which {@code @Async} is another library's, as Spring's is, which runs a method
 * on another thread; the two are easily taken for each other, and neither does what the other does.
 * Both marks may stand in one class, and one method may override another that has the other mark.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Coroutine {}
