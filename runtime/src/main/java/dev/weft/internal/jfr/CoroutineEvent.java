package dev.weft.internal.jfr;

import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.ObservedCoroutine;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import org.jspecify.annotations.Nullable;

/** What all events of one coroutine have. Its fields are read by Flight Recorder. */
@Category({"Weft", "Coroutines"})
abstract class CoroutineEvent extends Event {

  @Label("Coroutine")
  @Description("The coroutine's number, as in dumps")
  long coroutine;

  @Label("Name")
  @Description("What its task was named; null if it was not")
  @Nullable String name;

  void of(Coroutine about) {
    ObservedCoroutine known = about.observed();
    coroutine = known == null ? 0 : known.number();
    name = about.name();
  }
}
