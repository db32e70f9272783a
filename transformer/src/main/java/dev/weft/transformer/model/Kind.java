package dev.weft.transformer.model;

import org.objectweb.asm.Type;

/** The three kinds of {@code @Async} methods; the return type alone tells them apart. */
public enum Kind {
  /** Returns a task, stage or future; a call from outside starts it at once. */
  TASK,
  /** Returns a generator, which runs when asked. */
  GENERATOR,
  /** Returns anything else; a call from outside blocks. */
  SUSPENDING;

  private static final Type OBJECT = Type.getObjectType("java/lang/Object");

  /**
   * The kind of a method by its descriptor, as far as that alone tells; see {@link Hierarchy#kind}.
   */
  public static Kind of(String descriptor) {
    return switch (descriptor.substring(descriptor.indexOf(')') + 1)) {
      case "Ldev/weft/Task;",
          "Ljava/util/concurrent/CompletionStage;",
          "Ljava/util/concurrent/CompletableFuture;" ->
          TASK;
      case "Ldev/weft/Generator;" -> GENERATOR;
      default -> SUSPENDING;
    };
  }

  /** What the woven body of such a method returns: its result, unboxed. */
  public Type bodyResult(String descriptor) {
    return switch (this) {
      case TASK -> OBJECT;
      case GENERATOR -> Type.VOID_TYPE;
      case SUSPENDING -> Type.getReturnType(descriptor);
    };
  }

  /** The descriptor of the woven body: the parameters, the stack that is left, the carrier. */
  public String bodyDescriptor(String descriptor) {
    String parameters = descriptor.substring(0, descriptor.indexOf(')'));
    return parameters + "I" + Names.CARRIER_DESC + ")" + bodyResult(descriptor).getDescriptor();
  }
}
