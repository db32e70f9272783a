package dev.weft.checker.model;

import org.jspecify.annotations.Nullable;

/**
 * The code that a tree stands in: of a method, a lambda, a constructor or an initializer.
 *
 * @param form what it is
 * @param kind which kind of coroutine; null if it is ordinary code
 * @param name binary name of the class and name of the method, around it if it is a lambda's
 * @param face the interface that a lambda implements; empty for all else
 * @param isSynchronized whether the method itself holds its monitor
 * @param inMonitor whether the tree stands in a block that holds a monitor
 * @param mayBlock whether it is ordinary code that is there to block its thread
 */
public record Body(
    Form form,
    @Nullable Kind kind,
    String name,
    String face,
    boolean isSynchronized,
    boolean inMonitor,
    boolean mayBlock) {

  /** What code belongs to. */
  public enum Form {
    /** A method. */
    METHOD,
    /** A constructor, or what the fields of objects begin with. */
    CONSTRUCTOR,
    /** A static initializer, or what static fields begin with. */
    STATIC_INITIALIZER,
    /** A lambda. */
    LAMBDA,
    /** Something that the compiler itself does not understand. */
    UNKNOWN
  }

  /** Ordinary code. */
  public static Body ordinary(Form form, String name) {
    return new Body(form, null, name, "", false, false, false);
  }

  /** The same code, in a {@code synchronized} block. */
  public Body inBlock() {
    return new Body(form, kind, name, face, isSynchronized, true, mayBlock);
  }

  /** Whether it is certainly no coroutine. */
  public boolean isOrdinary() {
    return kind == null && form != Form.UNKNOWN;
  }

  /** How messages call it. */
  public String describe() {
    return form == Form.LAMBDA ? "a lambda in " + name : name;
  }
}
