package dev.weft.internal.jfr;

import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.CoroutineLocals;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import org.jspecify.annotations.Nullable;

/** A coroutine, or ordinary code, has opened a scope. The coroutine is the scope's owner. */
@Category({"Weft", "Scopes"})
abstract class ScopeEvent extends CoroutineEvent {

  @Label("Scope")
  @Description("Tells scopes apart")
  long scope;

  @Label("Description")
  @Description("The scope's name, and where it was opened if that is known")
  @Nullable String description;

  /** Fills in what both events of a scope have. */
  void of(CoroutineLocals owner, long number, Object opened) {
    Coroutine opener = owner.coroutine();
    if (opener != null) {
      of(opener);
    }
    scope = number;
    description = opened.toString();
  }
}
