package dev.weft.mockito;

import dev.weft.woven.WovenCarrier;
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
    WovenCarrier carrier = carrier(invocation.getRawArguments());
    if (carrier == null) {
      return wrapped.handle(invocation);
    }
    BodyCall call = BodyCall.of(invocation, carrier);
    return call == null ? invocation.callRealMethod() : call.answerBy(wrapped);
  }

  /** One of the last two arguments, if woven code makes the call. */
  private static @Nullable WovenCarrier carrier(Object[] arguments) {
    for (int i = Math.max(0, arguments.length - 2); i < arguments.length; i++) {
      if (arguments[i] instanceof WovenCarrier carrier) {
        return carrier;
      }
    }
    return null;
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
