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

  private static final String PARAMETERS = "I" + Names.CARRIER_DESC;
  private static final String TASK_PARAMETERS = Names.CARRIER_DESC + "I";

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

  /**
   * The descriptor of the woven body: the parameters, the stack that is left, the carrier.
   *
   * <p>A task method's takes the last two the other way round. It returns what is in the task, as
   * an object, and so would else look like the body of a method that returns an object, which may
   * well be the task: {@code T make()} in a generic type, and {@code Task<String> make()} that
   * implements it, are both there to be called.
   */
  public String bodyDescriptor(String descriptor) {
    String parameters = descriptor.substring(0, descriptor.indexOf(')'));
    String own = this == TASK ? TASK_PARAMETERS : PARAMETERS;
    return parameters + own + ")" + bodyResult(descriptor).getDescriptor();
  }

  /** Whether a body takes the carrier before the stack that is left. */
  public static boolean takesCarrierFirst(String bodyDescriptor) {
    return bodyDescriptor.contains(TASK_PARAMETERS + ")");
  }
}
