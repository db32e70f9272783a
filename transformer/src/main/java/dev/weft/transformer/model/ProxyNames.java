package dev.weft.transformer.model;

/** The names that libraries give to proxies and mocks which they generate. */
public final class ProxyNames {

  /** Mockito, Byte Buddy, Hibernate, CGLIB and Spring's, EasyMock, Javassist, Weld. */
  private static final String[] PROXIES = {
    "$MockitoMock$",
    "$ByteBuddy$",
    "$HibernateProxy",
    "$$EnhancerBy",
    "$$SpringCGLIB$$",
    "$$EasyMock$",
    "_$$_jvst",
    "$_WeldClientProxy",
    "$_WeldSubclass",
    "/mrbean/generated/"
  };

  private ProxyNames() {}

  /**
   * Whether a class is one that a library makes while the program runs, to put advice or a stub in
   * the place of another's methods, as the names tell that such libraries choose.
   *
   * <p>It is not woven: its methods only hand on what they are called with, and an answer of null
   * that stands for a task is to stay one.
   */
  public static boolean isGenerated(String internalName) {
    for (String part : PROXIES) {
      if (internalName.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
