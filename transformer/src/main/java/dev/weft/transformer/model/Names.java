package dev.weft.transformer.model;

/** The runtime as generated code sees it: names only, no class of it is ever touched. */
public final class Names {

  public static final String ASYNC_DESC = "Ldev/weft/annotations/Async;";
  public static final String WOVEN_DESC = "Ldev/weft/runtime/Woven;";
  public static final String LAYOUT_DESC = "Ldev/weft/runtime/FrameLayout;";
  public static final String POINT_DESC = "Ldev/weft/runtime/FrameLayout$Point;";

  public static final String INTRINSIC_DESC = "Ldev/weft/runtime/Intrinsic;";

  public static final String WEFT = "dev/weft/Weft";
  public static final String TASK = "dev/weft/Task";
  public static final String TASK_DESC = "Ldev/weft/Task;";
  public static final String GENERATOR = "dev/weft/Generator";
  public static final String COMPLETION_STAGE = "java/util/concurrent/CompletionStage";
  public static final String COMPLETABLE_FUTURE = "java/util/concurrent/CompletableFuture";

  public static final String CARRIER = "dev/weft/runtime/Carrier";
  public static final String CARRIER_DESC = "Ldev/weft/runtime/Carrier;";
  public static final String FRAME = "dev/weft/runtime/Frame";
  public static final String FRAME_DESC = "Ldev/weft/runtime/Frame;";
  public static final String HOLDING_FRAME = "dev/weft/runtime/HoldingFrame";
  public static final String SUSPEND = "dev/weft/runtime/Suspend";
  public static final String RECEIVERS = "dev/weft/runtime/Receivers";
  public static final String CASTS = "dev/weft/runtime/Casts";
  public static final String LINKER = "dev/weft/runtime/Linker";
  public static final String LAMBDAS = "dev/weft/runtime/Lambdas";
  public static final String SERIALIZABLE_LAMBDAS = "dev/weft/runtime/SerializableLambdas";
  public static final String REFUSED = "dev/weft/runtime/RefusedError";
  public static final String TASK_METHOD = "dev/weft/TaskMethod";
  public static final String GENERATOR_METHOD = "dev/weft/GeneratorMethod";

  /** Declared by each class that has bodies; see {@code dev.weft.runtime.ReceiverClass}. */
  public static final String WOVEN_MARK = "weft$woven";

  /** The version of the calling convention; see {@code dev.weft.runtime.Woven}. */
  public static final int CONVENTION = 5;

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
    "$_WeldSubclass"
  };

  private Names() {}

  /** Whether a class belongs to the JDK, where nothing is ever marked {@code @Async}. */
  public static boolean isPlatform(String internalName) {
    return internalName.startsWith("java/")
        || internalName.startsWith("javax/")
        || internalName.startsWith("jdk/")
        || internalName.startsWith("sun/")
        || internalName.startsWith("com/sun/")
        || internalName.startsWith("[");
  }

  /**
   * Whether a class is one that a library makes while the program runs, to put advice or a stub in
   * the place of another's methods, as the names tell that such libraries choose.
   *
   * <p>It is not woven: its methods only hand on what they are called with, and an answer of null
   * that stands for a task is to stay one.
   */
  public static boolean isMadeProxy(String internalName) {
    for (String part : PROXIES) {
      if (internalName.contains(part)) {
        return true;
      }
    }
    return false;
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

  /** Whether a compiler calls the bodies of lambdas so: Java's and Kotlin's, and Scala's. */
  public static boolean isLambdaBody(String method) {
    return method.contains("lambda$") || method.contains("$anonfun$");
  }
}
