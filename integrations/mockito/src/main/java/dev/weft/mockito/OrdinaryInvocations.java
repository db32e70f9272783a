package dev.weft.mockito;

import dev.weft.runtime.Carrier;
import org.jspecify.annotations.Nullable;
import org.mockito.invocation.Invocation;
import org.mockito.invocation.InvocationContainer;
import org.mockito.invocation.MockHandler;
import org.mockito.mock.MockCreationSettings;

/**
 * Hands another handler an ordinary invocation for each of a woven body, and its own for all else.
 *
 * @param <T> the mocked type
 */
final class OrdinaryInvocations<T> implements MockHandler<T> {

  private static final long serialVersionUID = 1;

  private final MockHandler<T> wrapped;

  OrdinaryInvocations(MockHandler<T> wrapped) {
    this.wrapped = wrapped;
  }

  MockHandler<T> wrapped() {
    return wrapped;
  }

  @Override
  public @Nullable Object handle(Invocation invocation) throws Throwable {
    Object[] arguments = invocation.getRawArguments();
    if (arguments.length == 0 || !(arguments[arguments.length - 1] instanceof Carrier carrier)) {
      return wrapped.handle(invocation);
    }
    BodyCall call = BodyCall.of(invocation, carrier);
    return call == null ? invocation.callRealMethod() : call.answerBy(wrapped);
  }

  @Override
  public MockCreationSettings<T> getMockSettings() {
    return wrapped.getMockSettings();
  }

  @Override
  public InvocationContainer getInvocationContainer() {
    return wrapped.getInvocationContainer();
  }
}
