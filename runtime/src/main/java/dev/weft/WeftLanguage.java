package dev.weft;

import dev.weft.internal.engine.AsyncGeneratorState;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.Frame;
import dev.weft.internal.engine.GeneratorState;
import dev.weft.internal.engine.Language;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.internal.util.UncaughtExceptions;
import dev.weft.spi.Scheduler;
import dev.weft.spi.ThreadContextElement;
import dev.weft.woven.WovenCarrier;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Gives the engine's objects the types of the language; made by {@link Language}, once. */
final class WeftLanguage extends Language {

  WeftLanguage() {
    try {
      registerProvided();
    } catch (ServiceConfigurationError unreadable) {
      UncaughtExceptions.report(Thread.currentThread(), unreadable);
    }
  }

  private static void registerProvided() {
    ClassLoader own = WeftLanguage.class.getClassLoader();
    var provided = ServiceLoader.load(ThreadContextElement.class, own).iterator();
    while (provided.hasNext()) {
      try {
        ThreadContextElement.register(provided.next());
      } catch (
          ServiceConfigurationError unusable) { // the others, and what runs, have no part in it
        UncaughtExceptions.report(Thread.currentThread(), unusable);
      }
    }
  }

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
    return new Generator.Driven<>(notStarted);
  }

  @Override
  public AsyncGeneratorState newAsyncGenerator(@Nullable Frame notStarted) {
    return new AsyncGenerator.Driven<>(notStarted);
  }
}
