package dev.weft.transformer.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The intrinsics of the runtime of this weaver's own version, for where its class files cannot be
 * read though its classes are there: loaders that make classes of what is no resource.
 */
final class OwnIntrinsics {

  private static final String STAGE = "L" + RuntimeNames.COMPLETION_STAGE + ";";

  private static final Map<String, Intrinsic> OF_WEFT =
      Map.of(
          "await(" + RuntimeNames.TASK_DESC + ")Ljava/lang/Object;",
          suspends("await", STAGE, true),
          "await(" + STAGE + ")Ljava/lang/Object;",
          suspends("await", null, true),
          "yieldNow()V",
          suspends("yieldNow", null, false),
          "delay(Ljava/time/Duration;)V",
          suspends("delay", null, false),
          "emit(Ljava/lang/Object;)V",
          new Intrinsic(RuntimeNames.SUSPEND, "emit", null, true, false, false),
          "emitAll(L" + RuntimeNames.GENERATOR + ";)V",
          emitsAll(RuntimeNames.GENERATOR_METHOD, false),
          "emitAll(L" + RuntimeNames.ASYNC_GENERATOR + ";)V",
          emitsAll(RuntimeNames.ASYNC_GENERATOR_METHOD, true));

  private OwnIntrinsics() {}

  private static Intrinsic suspends(String name, @Nullable String parameters, boolean consumes) {
    return new Intrinsic(RuntimeNames.SUSPEND, name, parameters, false, true, consumes);
  }

  private static Intrinsic emitsAll(String owner, boolean awaits) {
    return new Intrinsic(owner, "emitAll", "Ljava/lang/Object;", true, awaits, true);
  }

  /** That of a method of {@code Weft}; null if the method is none. */
  static @Nullable Intrinsic find(String name, String descriptor) {
    return OF_WEFT.get(name + descriptor);
  }
}
