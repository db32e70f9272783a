package dev.weft.agent;

import dev.weft.transformer.WovenClass;
import dev.weft.transformer.model.ClassHeader;
import dev.weft.transformer.model.ClassNames;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hot swap: a woven class that is redefined with the code as a compiler writes it is woven again.
 *
 * <p>Where that cannot be, the new code is left as it is. The JVM then refuses it, since the
 * methods that weaving added would be missing, and the reason stands in the log.
 */
final class Redefinition {

  private final Instrumentation instrumentation;
  private final ClassDefiner definer;

  Redefinition(Instrumentation instrumentation, ClassDefiner definer) {
    this.instrumentation = instrumentation;
    this.definer = definer;
  }

  /**
   * What to redefine a class with.
   *
   * @param woven what weaving its new code gives, or null
   * @param left whether the class is known not to have been woven
   * @return null to redefine it with its new code as it is
   */
  byte @Nullable [] accept(Definition definition, @Nullable WovenClass woven, boolean left)
      throws UnmodifiableClassException {
    WovenShape before = definition.known().shapes().get(definition.name());
    if (before == null) {
      if (woven != null && !left && !woven.methods().isEmpty()) {
        refuse(definition, "it was not woven by the agent when it was loaded");
      }
      return null;
    }
    if (woven == null && new ClassHeader(definition.bytes()).namesWoven()) {
      return null; // woven bytes, from another agent
    }
    String obstacle = before.obstacle(woven == null ? null : new WovenShape(woven));
    if (obstacle != null) {
      refuse(definition, obstacle);
      return null;
    }
    if (woven == null) {
      return null;
    }
    for (Map.Entry<String, byte[]> added : woven.added().entrySet()) {
      redefineFrame(definition, added.getKey(), added.getValue());
    }
    return woven.bytes();
  }

  /** Its lines may have changed. */
  private void redefineFrame(Definition definition, String name, byte[] bytes)
      throws UnmodifiableClassException {
    Class<?> frame = definer.find(definition.loader(), ClassNames.binary(name));
    if (frame == null) {
      definer.define(definition.loader(), name, bytes, definition.domain());
      return;
    }
    try {
      instrumentation.redefineClasses(new ClassDefinition(frame, bytes));
    } catch (ClassNotFoundException e) {
      throw new LinkageError("cannot redefine " + name, e);
    }
  }

  private static void refuse(Definition definition, String why) {
    Log.problem(
        ClassNames.binary(definition.name())
            + " cannot be redefined as a coroutine's class: "
            + why
            + "; the program has to be started again for this change");
  }
}
