package dev.weft.transformer.model;

/**
 * A static method of the runtime that generated code calls or refers to.
 *
 * @param owner internal name of its class
 * @param name its name
 * @param descriptor its descriptor
 */
public record RuntimeMethod(String owner, String name, String descriptor) {

  /** Waits for the stage that a task method returns; the last argument says who returned it. */
  public static final RuntimeMethod AWAIT_RETURNED =
      new RuntimeMethod(
          RuntimeNames.SUSPEND,
          "returned",
          "(L"
              + RuntimeNames.COMPLETION_STAGE
              + ";"
              + RuntimeNames.CARRIER_DESC
              + "Ljava/lang/String;)Ljava/lang/Object;");

  /** Hands out one element of a generator. */
  public static final RuntimeMethod EMIT =
      new RuntimeMethod(
          RuntimeNames.SUSPEND, "emit", "(Ljava/lang/Object;" + RuntimeNames.CARRIER_DESC + ")V");

  /** Emits the elements of the generator that a generator method returns. */
  public static final RuntimeMethod EMIT_RETURNED =
      new RuntimeMethod(
          RuntimeNames.GENERATOR_METHOD,
          "returned",
          "(Ljava/lang/Object;" + RuntimeNames.CARRIER_DESC + ")V");

  /** The same for a generator that a call gives; null is none. */
  public static final RuntimeMethod EMIT_ALL =
      new RuntimeMethod(EMIT_RETURNED.owner, "emitAll", EMIT_RETURNED.descriptor);

  /** Emits the elements of the generator that an async generator method returns. */
  public static final RuntimeMethod EMIT_RETURNED_ASYNC =
      new RuntimeMethod(RuntimeNames.ASYNC_GENERATOR_METHOD, "returned", EMIT_RETURNED.descriptor);

  /** The same for an async generator that a call gives; null is none. */
  public static final RuntimeMethod EMIT_ALL_ASYNC =
      new RuntimeMethod(EMIT_RETURNED_ASYNC.owner, "emitAll", EMIT_RETURNED.descriptor);

  /** Whether the last argument is the name of the method whose result is passed. */
  public boolean takesReturner() {
    return descriptor.contains("Ljava/lang/String;)");
  }
}
