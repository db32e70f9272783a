package dev.weft.spring.reactive;

import dev.weft.AsyncGenerator;
import dev.weft.Task;
import dev.weft.spring.HandlerScheduler;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ReactiveTypeDescriptor;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Weft's types as Spring's registry of reactive types knows them: {@link Task} as a value that may
 * be missing and is being computed already, {@link AsyncGenerator} as many values, computed as they
 * are asked for.
 *
 * <p>Whoever cancels a subscription, because its client has gone away say, cancels the task or ends
 * the generator. What they fail with is signalled as it is.
 */
@SuppressWarnings("NullAway") // a task's result may be null
public final class ReactiveTypes {

  private ReactiveTypes() {}

  /**
   * Registers both types, unless {@code registry} has them.
   *
   * @param on where async generators run
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the registry's functions return tasks
  public static void register(ReactiveAdapterRegistry registry, HandlerScheduler on) {
    synchronized (registry) {
      if (!knows(
          registry, Task.class)) { // a task is a CompletionStage, too, which is known already
        registry.registerReactiveTypeOverride(
            ReactiveTypeDescriptor.nonDeferredAsyncValue(Task.class, () -> Task.completed(null)),
            task -> mono((Task<?>) task),
            ReactiveTypes::task);
      }
      if (!knows(registry, AsyncGenerator.class)) {
        registry.registerReactiveTypeOverride(
            ReactiveTypeDescriptor.multiValue(AsyncGenerator.class, AsyncGenerator::empty),
            generator -> publisher((AsyncGenerator<?>) generator, on),
            elements -> AsyncGenerator.fromPublisher(FlowAdapters.toFlowPublisher(elements)));
      }
    }
  }

  private static boolean knows(ReactiveAdapterRegistry registry, Class<?> type) {
    var adapter = registry.getAdapter(type);
    return adapter != null && adapter.getReactiveType() == type;
  }

  /** The result of {@code task}; cancelling the subscription cancels it. */
  public static Mono<Object> mono(Task<?> task) {
    return Mono.create(
        sink -> {
          var cancelled = new AtomicBoolean();
          sink.onCancel(
              () -> {
                cancelled.set(true);
                task.cancel(true);
              });
          var unused =
              task.whenComplete(
                  (value, failure) -> {
                    if (failure == null) {
                      sink.success(value);
                    } else if (!(cancelled.get() && failure instanceof CancellationException)) {
                      sink.error(failure); // which Reactor logs if nobody is there any more
                    }
                  });
        });
  }

  private static Publisher<?> publisher(AsyncGenerator<?> generator, HandlerScheduler on) {
    return FlowAdapters.toPublisher(generator.toPublisher(on.next()));
  }

  /** The first element of {@code value}, or null; cancelling the task cancels the subscription. */
  private static Task<?> task(Publisher<?> value) {
    Task.Completer<Object> completer = Task.completer();
    Disposable subscription =
        Mono.from(value)
            .subscribe(completer::complete, completer::fail, () -> completer.complete(null));
    var unused =
        completer
            .task()
            .whenComplete(
                (result, failure) -> {
                  if (completer.task().isCancelled()) {
                    subscription.dispose();
                  }
                });
    return completer.task();
  }
}
