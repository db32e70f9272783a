package dev.weft.transformer.model;

/** What the names of classes and methods tell, and the forms in which they are written. */
public final class ClassNames {

  private ClassNames() {}

  /** Whether a class belongs to the JDK, where nothing is ever marked {@code @Async}. */
  public static boolean isPlatform(String internalName) {
    return internalName.startsWith("java/")
        || internalName.startsWith("javax/")
        || internalName.startsWith("jdk/")
        || internalName.startsWith("sun/")
        || internalName.startsWith("com/sun/")
        || internalName.startsWith("[");
  }

  /** {@code a.b.C} for {@code a/b/C}. */
  public static String binary(String internalName) {
    return internalName.replace('/', '.');
  }

  /** {@code C} for {@code a/b/C}. */
  public static String simple(String internalName) {
    return internalName.substring(internalName.lastIndexOf('/') + 1);
  }

  /** {@code a/b} for {@code a/b/C}. */
  public static String packageOf(String internalName) {
    return internalName.substring(0, Math.max(0, internalName.lastIndexOf('/')));
  }

  /**
   * {@code a/b/C} for {@code a/b/C$D$1}: the class whose source file it comes from, by its name.
   */
  public static String outermost(String internalName) {
    int nested = internalName.indexOf('$', internalName.lastIndexOf('/') + 2);
    return nested < 0 ? internalName : internalName.substring(0, nested);
  }

  /** Whether a compiler calls the bodies of lambdas so: Java's and Kotlin's, and Scala's. */
  public static boolean isLambdaBody(String method) {
    return method.contains("lambda$") || method.contains("$anonfun$");
  }
}
