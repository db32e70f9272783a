package dev.weft.internal.engine;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a generated frame class says about the method it belongs to: where its suspension points are
 * and which field holds which local at each.
 *
 * <p>Read only when somebody looks (a stack trace, a dump, {@link FrameSnapshot}); running code
 * never does.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface FrameLayout {

  /** Binary name of the class that declares the method. */
  String owner();

  /** The method's name. */
  String method();

  /** The method's descriptor as it was written. */
  String descriptor();

  /** Source file name, or empty where the class file has none. */
  String file();

  /** The suspension points; the one at index i belongs to state i + 1. */
  Point[] points();

  /** One suspension point. */
  @interface Point {
    /** Source line of the suspending call, or 0 where the class file has none. */
    int line();

    /** What is called there, as {@code Owner.method}. */
    String callee();

    /** What is saved there, each as {@code variable=field}. */
    String[] saved();
  }
}
