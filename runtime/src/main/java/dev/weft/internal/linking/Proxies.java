package dev.weft.internal.linking;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Tells proxies, which run advice around what they call, from mocks, which answer by themselves,
 * and from classes that somebody wrote.
 *
 * <p>A proxy either overrides a body without having been woven, which only what copies methods
 * does, or overrides the method alone, because its maker passes over synthetic methods, and is made
 * while the program runs: its class has a name that such makers give, or no class file, where the
 * woven class that it stands for has one. A class that was written and left out of weaving has one,
 * too. Lambdas, which have none, are no proxies.
 *
 * <p>A mock's answers are found, recorded and verified through the thread that calls it ({@code
 * verify(mock).m()}, {@code expect(mock.m())}), so it is always called on the coroutine's own.
 *
 * <p>One for each method that is called at one place; each class is looked up once. Any thread.
 */
final class Proxies extends ClassValue<Boolean> {

  /** How the names of the classes begin that mocking libraries handle calls with. */
  private static final String[] MOCKING = {
    "org.mockito.", "org.easymock.", "org.jmock.", "org.spockframework."
  };

  /** What the names of the classes hold that they make. */
  private static final String[] MOCKS = {"$MockitoMock$", "$$EasyMock$", "$SpockMock$"};

  /** What the names of proxies hold, by Byte Buddy, Hibernate, CGLIB, Spring, Javassist, Weld. */
  private static final String[] MADE = {
    "$ByteBuddy$",
    "$HibernateProxy",
    "$$EnhancerBy",
    "$$SpringCGLIB$$",
    "_$$_jvst",
    "$_WeldClientProxy",
    "$_WeldSubclass"
  };

  private final String owner;
  private final String name;
  private final String woven;

  /**
   * The proxies among the receivers of one method.
   *
   * @param owner binary name of the class that the calls name
   * @param name the method's name
   * @param woven the descriptor of its woven body
   */
  Proxies(String owner, String name, String woven) {
    this.owner = owner;
    this.name = name;
    this.woven = woven;
  }

  /** Whether {@code receiver} is a proxy and no mock. */
  boolean isProxy(Object receiver) {
    Class<?> type = receiver.getClass();
    return Proxy.isProxyClass(type)
        ? !isOfMocking(Proxy.getInvocationHandler(receiver).getClass())
        : get(type);
  }

  @Override
  protected Boolean computeValue(Class<?> type) {
    var answers = new ReceiverClass(type, MethodHandles.lookup(), owner, name);
    return (answers.overridesBodyUnwoven(woven) || isMade(type, answers.bodyProvider(woven)))
        && !isMock(type);
  }

  /** Whether a class that has its body from {@code of} was made while the program runs. */
  private static boolean isMade(Class<?> type, @Nullable Class<?> of) {
    if (holdsAny(type.getName(), MADE)) {
      return true;
    }
    return of != null && of != type && !type.isHidden() && !hasFile(type) && hasFile(of);
  }

  private static boolean hasFile(Class<?> type) {
    String file = type.getName().replace('.', '/') + ".class";
    try {
      ClassLoader loader = type.getClassLoader();
      return (loader == null ? ClassLoader.getSystemResource(file) : loader.getResource(file))
          != null;
    } catch (RuntimeException notFound) { // what a loader throws stands for that
      return false;
    }
  }

  private static boolean isMock(Class<?> type) {
    if (holdsAny(type.getName(), MOCKS)) {
      return true;
    }
    for (Class<?> face : type.getInterfaces()) {
      if (isOfMocking(face)) {
        return true;
      }
    }
    return false;
  }

  private static boolean holdsAny(String name, String... parts) {
    for (String part : parts) {
      if (name.contains(part)) {
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
