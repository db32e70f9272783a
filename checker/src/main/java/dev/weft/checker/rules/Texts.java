package dev.weft.checker.rules;

import dev.weft.checker.model.Body;

/** What messages of several rules have in common. */
final class Texts {

  private Texts() {}

  /** That the weaver refuses a method, in its words. */
  static String refused(Body body, String reason) {
    return body.describe() + " cannot be woven: it " + reason;
  }

  /** Why code is no coroutine, to follow "but". */
  static String whyOrdinary(Body body) {
    return switch (body.form()) {
      case CONSTRUCTOR, STATIC_INITIALIZER ->
          "a constructor or static initializer cannot be a coroutine";
      case LAMBDA ->
          "that lambda will not be woven, since the method of "
              + body.face()
              + ", which it implements, is not marked @Async";
      case METHOD, UNKNOWN -> "that method will not be woven";
    };
  }

  /** What to do to have code woven, as a sentence. */
  static String howToSuspend(Body body) {
    return switch (body.form()) {
      case LAMBDA ->
          "Write a loop in place of the lambda, pass it as an @Async interface (AsyncCallable,"
              + " AsyncRunnable, ...), or let it return a Task.";
      case STATIC_INITIALIZER ->
          "Keep the task there, and await it in the @Async methods that use it.";
      case CONSTRUCTOR ->
          "Move the call into an @Async factory method that calls the constructor with the"
              + " results.";
      case METHOD, UNKNOWN -> "It must be marked @Async.";
    };
  }
}
