package dev.weft.transformer.model;

/** The runtime as generated code sees it: names only, no class of it is ever touched. */
public final class RuntimeNames {

  public static final String ASYNC_DESC = "Ldev/weft/annotations/Async;";

  /** The same mark by another name. */
  public static final String COROUTINE_DESC = "Ldev/weft/annotations/Coroutine;";

  public static final String WOVEN_DESC = "Ldev/weft/internal/engine/Woven;";

  /** The same up to the calling convention {@value #OLD_CONVENTION}. */
  public static final String OLD_WOVEN_DESC = "Ldev/weft/runtime/Woven;";

  /** The last one under other names. */
  public static final int OLD_CONVENTION = 5;

  public static final String LAYOUT_DESC = "Ldev/weft/internal/engine/FrameLayout;";
  public static final String POINT_DESC = "Ldev/weft/internal/engine/FrameLayout$Point;";

  public static final String INTRINSIC_DESC = "Ldev/weft/woven/Intrinsic;";

  public static final String WEFT = "dev/weft/Weft";
  public static final String TASK = "dev/weft/Task";
  public static final String TASK_DESC = "Ldev/weft/Task;";
  public static final String GENERATOR = "dev/weft/Generator";
  public static final String ASYNC_GENERATOR = "dev/weft/AsyncGenerator";
  public static final String ASYNC_ITERATOR = "dev/weft/AsyncIterator";

  /** Another library's, whose calls can be woven. */
  public static final String EA_ASYNC = "com/ea/async/Async";

  /** What these calls become. */
  public static final String EA_ASYNC_AWAIT = "dev/weft/woven/EaAsync";

  public static final String COMPLETION_STAGE = "java/util/concurrent/CompletionStage";
  public static final String COMPLETABLE_FUTURE = "java/util/concurrent/CompletableFuture";

  public static final String CARRIER = "dev/weft/woven/WovenCarrier";
  public static final String CARRIER_DESC = "Ldev/weft/woven/WovenCarrier;";
  public static final String FRAME = "dev/weft/woven/GeneratedFrame";
  public static final String FRAME_DESC = "Ldev/weft/woven/GeneratedFrame;";
  public static final String GENERATOR_FRAME = "dev/weft/woven/GeneratorFrame";
  public static final String ASYNC_GENERATOR_FRAME = "dev/weft/woven/AsyncGeneratorFrame";
  public static final String MONITOR_FRAME = "dev/weft/woven/GeneratedMonitorFrame";

  /** The runtime's carrier, of which generated code names the subclass {@link #CARRIER}. */
  public static final String ENGINE_CARRIER_DESC = "Ldev/weft/internal/engine/Carrier;";

  public static final String SUSPEND = "dev/weft/woven/Suspend";
  public static final String RECEIVERS = "dev/weft/woven/Receivers";
  public static final String CASTS = "dev/weft/woven/Casts";
  public static final String LINKER = "dev/weft/woven/Linker";
  public static final String LAMBDAS = "dev/weft/woven/Lambdas";
  public static final String SERIALIZABLE_LAMBDAS = "dev/weft/woven/SerializableLambdas";
  public static final String REFUSED = "dev/weft/woven/RefusedError";
  public static final String PARTS = "dev/weft/woven/WovenParts";
  public static final String TASK_METHOD = "dev/weft/woven/TaskMethod";
  public static final String GENERATOR_METHOD = "dev/weft/woven/GeneratorMethod";
  public static final String ASYNC_GENERATOR_METHOD = "dev/weft/woven/AsyncGeneratorMethod";

  /**
   * Declared by each class that has bodies; see {@code dev.weft.internal.linking.ReceiverClass}.
   */
  public static final String WOVEN_MARK = "weft$woven";

  /**
   * The method of each class that has entries which says what is missing when one does not link.
   */
  public static final String MISSING = "weft$missing";

  public static final String MISSING_DESC = "(Ljava/lang/Throwable;)Ljava/lang/Throwable;";

  /** The version of the calling convention; see {@code dev.weft.internal.engine.Woven}. */
  public static final int CONVENTION = 7;

  private RuntimeNames() {}
}
