package dev.weft;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.GeneratorState;
import dev.weft.internal.engine.Language;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.woven.WovenCarrier;
import org.jspecify.annotations.Nullable;

/** Gives the engine's objects the types of the language; made by {@link Language}, once. */
final class WeftLanguage extends Language {

  @Override
  public Carrier newCarrier(boolean generator) {
    return new WovenCarrier(generator);
  }

  @Override
  public Coroutine newTask(Carrier carrier) {
    return TaskFactory.on(TaskCoroutine.inherited(carrier));
  }

  @Override
  public GeneratorState newGenerator(@Nullable Frame notStarted) {
    return new Generator<>(notStarted);
  }
}
