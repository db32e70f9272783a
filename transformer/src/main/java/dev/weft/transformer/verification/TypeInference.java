package dev.weft.transformer.verification;

import dev.weft.transformer.model.Hierarchy;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;

/** Checks the types of a method's instructions by data flow, as the JVM does before Java 7. */
public final class TypeInference {

  private TypeInference() {}

  /** What is wrong with a method; null if nothing is. */
  public static @Nullable String problem(ClassNode owner, MethodNode method, Hierarchy hierarchy) {
    try {
      new Analyzer<>(new FileVerifier(owner, hierarchy)).analyze(owner.name, method);
      return null;
    } catch (AnalyzerException | IndexOutOfBoundsException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
