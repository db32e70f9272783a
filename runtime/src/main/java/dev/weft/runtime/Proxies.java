package dev.weft.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Proxy;

/**
 * Tells proxies, which run advice around what they call, from mocks, which answer by themselves.
 *
 * <p>A mock's answers are found, recorded and verified through the thread that calls it ({@code
 * verify(mock).m()}, {@code expect(mock.m())}), so it is always called on the coroutine's own.
 */
final class Proxies {

  /** How the names of the classes begin that mocking libraries handle calls with. */
  private static final String[] MOCKING = {"org.mockito.", "org.easymock.", "org.jmock."};

  /** What the names of the classes hold that they make. */
  private static final String[] MOCKS = {"$MockitoMock$", "$$EasyMock$"};

  private Proxies() {}

  /** Whether {@code receiver} is a proxy and no mock. */
  static boolean isProxy(Object receiver, OrdinaryCall.Site site) {
    Class<?> type = receiver.getClass();
    var answers = new ReceiverClass(type, MethodHandles.lookup(), site.owner(), site.name());
    return answers.overridesBodyUnwoven(site.woven()) && !isMock(receiver, type);
  }

  private static boolean isMock(Object receiver, Class<?> type) {
    if (Proxy.isProxyClass(type)) {
      return isOfMocking(Proxy.getInvocationHandler(receiver).getClass());
    }
    for (String part : MOCKS) {
      if (type.getName().contains(part)) {
        return true;
      }
    }
    for (Class<?> face : type.getInterfaces()) {
      if (isOfMocking(face)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfMocking(Class<?> type) {
    for (String prefix : MOCKING) {
      if (type.getName().startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
