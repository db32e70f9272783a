package dev.weft.transformer;

import dev.weft.transformer.model.AnnotationRanges;
import dev.weft.transformer.model.ClassHeader;
import dev.weft.transformer.model.ClassInfo;
import dev.weft.transformer.model.Compatibility;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.WeavingRules;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.tree.ClassNode;

/** Weaves one class that may hold coroutines, again whenever a method turns out too large. */
final class CandidateWeaving {

  private final byte[] classFile;
  private final ClassHeader header;
  private final Hierarchy hierarchy;
  private final WeavingRules rules;
  private final boolean explains;
  private final ClassInfo info;
  private final Map<String, String> tooLarge = new HashMap<>();

  CandidateWeaving(
      byte[] classFile,
      ClassHeader header,
      Hierarchy hierarchy,
      WeavingRules rules,
      boolean explains) {
    this.classFile = classFile;
    this.header = header;
    this.hierarchy = hierarchy;
    this.rules = rules;
    this.explains = explains;
    info = ClassInfo.read(classFile);
  }

  /** Weaves it; null if there is nothing to weave. */
  @Nullable WovenClass weave() {
    hierarchy.add(info);
    while (true) {
      ClassWeaving weaving = weaving();
      try {
        return weaving.run(classFile);
      } catch (MethodTooLargeException large) { // weave it again without this method
        if (tooLarge.put(weaving.methodOf(large), sizeReason(large)) != null) {
          return lastResort(large);
        }
      } catch (RuntimeException fault) {
        return lastResort(fault);
      }
    }
  }

  /** Callers of the class rely on the bodies that it has by its class file. */
  private @Nullable WovenClass lastResort(RuntimeException fault) {
    try {
      return weaving().refuseAll(classFile, fault);
    } catch (RuntimeException corrupt) {
      fault.addSuppressed(corrupt);
      throw fault;
    }
  }

  /** See {@link Weaver#complete}. */
  @Nullable WovenClass complete() {
    return weaving().complete(classFile);
  }

  private ClassWeaving weaving() {
    ClassNode tree = tree();
    boolean changed = rules.compatibility() == Compatibility.EA_ASYNC && EaAsyncCalls.adapt(tree);
    return new ClassWeaving(tree, changed, info, hierarchy, rules, explains, tooLarge);
  }

  private ClassNode tree() {
    try {
      return ClassFileReading.tree(classFile, header, hierarchy);
    } catch (IndexOutOfBoundsException outOfRange) {
      return ClassFileReading.tree(AnnotationRanges.cut(classFile), header, hierarchy);
    }
  }

  private static String sizeReason(MethodTooLargeException large) {
    return "would have "
        + large.getCodeSize()
        + " bytes of code when woven, and the JVM allows 65535; split it into several @Async"
        + " methods";
  }
}
