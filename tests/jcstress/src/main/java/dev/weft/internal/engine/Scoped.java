package dev.weft.internal.engine;

import org.openjdk.jcstress.annotations.State;

/** A suspended coroutine that has opened a scope. */
@State
public class Scoped extends Suspended {

  /** A scope that only fails. */
  static final class Failing extends OpenScope {
    volatile Throwable failure;

    @Override
    protected Throwable failure() {
      return failure;
    }

    @Override
    public void abandon(Runnable then) {
      then.run();
    }

    @Override
    public String describe() {
      return "a scope";
    }
  }

  final Failing scope = new Failing();

  /** One that is suspended. */
  public Scoped() {
    locals.opened(scope);
  }

  void fail() {
    scope.failure = new IllegalStateException("failed");
    interruptFor(scope);
  }
}
