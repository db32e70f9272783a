package dev.weft.internal.engine;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The mark of a class that has been woven, so that it is not woven twice. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Woven {

  /** Version of the calling convention between woven methods. */
  int CONVENTION = 7;

  /** The calling convention that the class was woven for. */
  int value() default CONVENTION;
}
