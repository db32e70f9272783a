package dev.weft.mockito;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mockito.MockedConstruction;
import org.mockito.Mockito;
import org.mockito.exceptions.base.MockitoException;
import org.mockito.invocation.MockHandler;
import org.mockito.mock.MockCreationSettings;
import org.mockito.plugins.MockMaker;

/**
 * Mockito's inline mock maker for woven classes: what a coroutine calls on a mock or a spy is the
 * method as it was written, so it is stubbed, verified and answered like a call of ordinary code.
 *
 * <p>Mockito changes a mocked class in place, all of its methods alike, and so the woven bodies
 * that coroutines call as well. This hands Mockito's own {@link MockHandler}s {@linkplain
 * OrdinaryInvocations calls of the method} where they would be given calls of its body.
 *
 * <p>Found by Mockito if this jar is on the class path of the tests, unless these name a mock maker
 * of their own in {@code mockito-extensions/org.mockito.plugins.MockMaker}. Any thread.
 */
public final class WeftMockMaker implements MockMaker {

  private final MockMaker inline = inline();

  /** For Mockito. */
  public WeftMockMaker() {}

  /** The method has this name since Mockito 2.10; what replaces it is not in all of 5. */
  @SuppressWarnings("removal")
  private static MockMaker inline() {
    return Mockito.framework().getPlugins().getInlineMockMaker();
  }

  @Override
  public <T> T createMock(MockCreationSettings<T> settings, MockHandler<T> handler) {
    return inline.createMock(settings, wrap(handler));
  }

  @Override
  public <T> Optional<T> createSpy(
      MockCreationSettings<T> settings, MockHandler<T> handler, T object) {
    return inline.createSpy(settings, wrap(handler), object);
  }

  @Override
  public @Nullable MockHandler<?> getHandler(Object mock) {
    return inline.getHandler(mock) instanceof OrdinaryInvocations<?> own ? own.wrapped() : null;
  }

  @Override
  public void resetMock(Object mock, MockHandler<?> newHandler, MockCreationSettings<?> settings) {
    inline.resetMock(mock, wrap(newHandler), settings);
  }

  @Override
  public TypeMockability isTypeMockable(Class<?> type) {
    return inline.isTypeMockable(type);
  }

  /**
   * {@inheritDoc}
   *
   * @throws MockitoException if static methods of {@code type} are coroutines: those who call them
   *     would not meet the mock
   */
  @Override
  public <T> StaticMockControl<T> createStaticMock(
      Class<T> type, MockCreationSettings<T> settings, MockHandler<T> handler) {
    StaticBodies.refuseIn(type);
    return inline.createStaticMock(type, settings, wrap(handler));
  }

  @Override
  public <T> ConstructionMockControl<T> createConstructionMock(
      Class<T> type,
      Function<MockedConstruction.Context, MockCreationSettings<T>> settingsFactory,
      Function<MockedConstruction.Context, MockHandler<T>> handlerFactory,
      MockedConstruction.MockInitializer<T> mockInitializer) {
    return inline.createConstructionMock(
        type, settingsFactory, context -> wrap(handlerFactory.apply(context)), mockInitializer);
  }

  @Override
  public <T> SingletonMockControl<T> createSingletonMock(
      T instance, MockCreationSettings<T> settings, MockHandler<T> handler) {
    return inline.createSingletonMock(instance, settings, wrap(handler));
  }

  @Override
  public void clearAllCaches() {
    inline.clearAllCaches();
  }

  private static <T> MockHandler<T> wrap(MockHandler<T> handler) {
    return new OrdinaryInvocations<>(handler);
  }
}
