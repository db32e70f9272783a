package dev.weft.transformer.model;

/** The runtime as generated code sees it: names only, no class of it is ever touched. */
public final class RuntimeNames {

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

  private RuntimeNames() {}
}
