package dev.weft.transformer.model;

import org.jspecify.annotations.Nullable;

/**
 * What makes a return type task-like: a class with static methods from tasks and to results.
 *
 * @param type internal name of the type that methods return
 * @param name internal name of the adapter
 * @param await its method that waits for one; null if there is none, as {@code problem} says
 * @param problem why methods that return the type cannot be woven; null if they can
 */
public record TaskAdapter(
    String type, String name, @Nullable AsyncMethod await, @Nullable String problem) {

  /** The descriptor of {@code fromTask}. */
  public String fromTaskDescriptor() {
    return "(" + RuntimeNames.TASK_DESC + ")L" + type + ";";
  }

  /** Whether the adapter is an interface. */
  public boolean isInterface() {
    return await != null && await.owner().isInterface();
  }

  /** Whether a call is one of {@link #await}. */
  public boolean isAwaitedBy(String owner, String method, String descriptor) {
    return await != null
        && owner.equals(name)
        && await.method().name().equals(method)
        && await.method().descriptor().equals(descriptor);
  }
}
