package dev.weft.rewrite;

import org.jspecify.annotations.Nullable;
import org.openrewrite.Cursor;
import org.openrewrite.java.tree.J;

/** Where a wait of ea-async's stands, and so whether it may become one of Weft's. */
final class AwaitSite {

  static final String MONITOR =
      "a monitor cannot be held while suspended: await outside of synchronized, guard the state with"
          + " an AsyncLock, or weave with monitors=release";
  static final String CONSTRUCTOR =
      "a constructor or initializer cannot be a coroutine: await in an @Async factory method, and"
          + " pass the results";
  static final String LAMBDA =
      "this lambda is no coroutine: write a loop in its place, pass it as an @Async interface"
          + " (AsyncCallable, AsyncRunnable, ...), or let it return a Task";
  static final String CATCH =
      "Weft.await throws what the future failed with, and no CompletionException around it: catch"
          + " that here, then await by Weft";

  static final String REFERENCE =
      "a reference cannot suspend where the JDK calls it: write a loop that calls Weft.await";

  private final boolean monitorsReleased;

  AwaitSite(boolean monitorsReleased) {
    this.monitorsReleased = monitorsReleased;
  }

  /** Why the call at {@code cursor} has to stay as it is, or null if it need not. */
  @Nullable String reasonToStay(Cursor cursor) {
    J inner = cursor.getValue();
    String caught = null;
    for (Cursor at = cursor.getParentTreeCursor(); ; at = at.getParentTreeCursor()) {
      Object outer = at.getValue();
      if (outer instanceof J.Try attempt && CaughtFailures.differ(attempt, inner)) {
        caught = CATCH;
      } else if (outer instanceof J.Synchronized block && block.getBody() == inner) {
        if (!monitorsReleased) {
          return MONITOR;
        }
      } else if (outer instanceof J.Lambda lambda) {
        return LambdaTypes.mayAwait(lambda) ? caught : LAMBDA;
      } else if (outer instanceof J.MethodDeclaration method) {
        return ofMethod(method, caught);
      } else if (outer instanceof J.ClassDeclaration || !(outer instanceof J)) {
        return CONSTRUCTOR; // an initializer, or a field's
      }
      inner = (J) outer;
    }
  }

  /** The method whose own code the call at {@code cursor} is, or null if it is a lambda's. */
  static @Nullable Cursor method(Cursor cursor) {
    Cursor owner =
        cursor.dropParentUntil(
            each ->
                each instanceof J.MethodDeclaration
                    || each instanceof J.Lambda
                    || each == Cursor.ROOT_VALUE);
    return owner.getValue() instanceof J.MethodDeclaration ? owner : null;
  }

  private @Nullable String ofMethod(J.MethodDeclaration method, @Nullable String caught) {
    if (method.isConstructor()) {
      return CONSTRUCTOR;
    }
    return method.hasModifier(J.Modifier.Type.Synchronized) && !monitorsReleased ? MONITOR : caught;
  }
}
