package dev.weft.spring.mvc;

import dev.weft.Task;
import dev.weft.spring.HandlerScheduler;
import dev.weft.spring.SuspendingMethod;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.mvc.method.annotation.ServletInvocableHandlerMethod;

/**
 * One call of a suspending handler method, in two parts. The first resolves the arguments and
 * starts the coroutine; the second, when Spring has dispatched the request again because there is a
 * result, does all that Spring does after a call that has just returned it. What the coroutine
 * fails with is what Spring dispatches the request with.
 *
 * <p>Each part is run by one thread, the second after the first.
 */
final class SuspendingInvocation extends ServletInvocableHandlerMethod {

  private final SuspendingMethod method;
  private final HandlerScheduler schedulers;

  /** Of the first part, for the second. */
  private Object[] arguments = {};

  /** Whether nobody waits for the coroutine any more. */
  private volatile boolean abandoned;

  private boolean returned;
  private @Nullable Object result;

  SuspendingInvocation(
      HandlerMethod handler, SuspendingMethod method, HandlerScheduler schedulers) {
    super(handler);
    this.method = method;
    this.schedulers = schedulers;
  }

  @Override
  public void invokeAndHandle(
      ServletWebRequest request, ModelAndViewContainer model, Object... provided) throws Exception {
    if (returned) {
      super.invokeAndHandle(request, model, provided);
    } else if (invokeForRequest(request, model, provided) instanceof Task<?> task) {
      await(task, request, model);
    }
  }

  private void await(Task<?> task, ServletWebRequest request, ModelAndViewContainer model)
      throws Exception {
    var deferred = new DeferredResult<Object>();
    deferred.onTimeout(() -> abandon(task));
    deferred.onError(failure -> abandon(task)); // the client is gone
    try {
      WebAsyncUtils.getAsyncManager(request).startDeferredResultProcessing(deferred, model);
    } catch (Throwable notAsync) { // a filter does not support it, say
      abandon(task);
      throw notAsync;
    }
    var unused = task.whenComplete((value, failure) -> ended(deferred, value, failure));
  }

  private void abandon(Task<?> task) {
    abandoned = true;
    task.cancel(true);
  }

  /** Any thread. What an abandoned request ends with, Spring says. */
  private void ended(
      DeferredResult<Object> deferred, @Nullable Object value, @Nullable Throwable failure) {
    if (failure == null) {
      deferred.setResult(new Outcome(this, value));
    } else if (!abandoned) {
      deferred.setErrorResult(failure);
    } else if (!(failure instanceof CancellationException)) {
      logger.warn(method.name() + " has failed after its request was over", failure);
    }
  }

  /** The second part. */
  void returns(@Nullable Object value, ServletWebRequest request, ModelAndViewContainer model)
      throws Exception {
    returned = true;
    result = value;
    invokeAndHandle(request, model);
  }

  @Override
  protected Object[] getMethodArgumentValues(
      NativeWebRequest request, @Nullable ModelAndViewContainer model, Object... provided)
      throws Exception {
    if (!returned) {
      arguments = super.getMethodArgumentValues(request, model, provided);
    }
    return arguments;
  }

  @Override
  protected @Nullable Object doInvoke(Object... all) {
    return returned ? result : method.start(schedulers, getBean(), all);
  }

  @Override
  public boolean shouldValidateArguments() {
    return !returned && super.shouldValidateArguments();
  }

  @Override
  public boolean shouldValidateReturnValue() {
    return returned && super.shouldValidateReturnValue();
  }
}
