package dev.weft;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.GeneratorState;
import dev.weft.internal.engine.Language;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.spi.Scheduler;
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
  public Coroutine newTask(Carrier carrier, @Nullable Object scheduler, Object body) {
    if (body instanceof AsyncCallable<?> callable) {
      return scheduler == null
          ? TaskFactory.inheriting(carrier, callable)
          : TaskFactory.on((Scheduler) scheduler, callable);
    }
    AsyncRunnable runnable = (AsyncRunnable) body;
    return scheduler == null
        ? TaskFactory.inheriting(carrier, runnable)
        : TaskFactory.on((Scheduler) scheduler, runnable);
  }

  @Override
  public GeneratorState newGenerator(@Nullable Frame notStarted) {
    return new Generator<>(notStarted);
  }
}
