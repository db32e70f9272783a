package dev.weft.transformer;

import dev.weft.transformer.model.AnnotationRanges;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Supertypes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.SimpleVerifier;
import org.objectweb.asm.util.CheckClassAdapter;

/**
 * Checks class files without loading them: structure and stack maps with ASM's checker, then the
 * types of every instruction by data flow, with superclasses read from class files, and at last
 * what links when it first runs.
 */
public final class Verification {

  private static final String OUT_OF_RANGE = "IndexOutOfBoundsException";

  private Verification() {}

  /** What is wrong with a woven class and the classes added to it; empty if nothing is. */
  public static List<String> check(WovenClass woven, Hierarchy hierarchy) {
    var problems = new ArrayList<>(check(woven.bytes(), hierarchy));
    woven.added().values().forEach(bytes -> problems.addAll(check(bytes, hierarchy)));
    woven.embedded().values().forEach(bytes -> problems.addAll(check(bytes, hierarchy)));
    return problems;
  }

  /** What is wrong with a class file; empty if nothing is. */
  public static List<String> check(byte[] classFile, Hierarchy hierarchy) {
    List<String> problems = checkAsItIs(classFile, hierarchy);
    if (problems.size() != 1 || !problems.get(0).contains(OUT_OF_RANGE)) {
      return problems;
    }
    try { // the JVM does not look at where annotations are, and ASM does
      return checkAsItIs(AnnotationRanges.cut(classFile), hierarchy);
    } catch (RuntimeException corrupt) {
      return problems;
    }
  }

  private static List<String> checkAsItIs(byte[] classFile, Hierarchy hierarchy) {
    var problems = new ArrayList<String>();
    var tree = new ClassNode();
    try {
      var reader = new ClassReader(classFile);
      reader.accept(new CheckClassAdapter(new ClassWriter(0), false), ClassReader.EXPAND_FRAMES);
      reader.accept(tree, ClassReader.SKIP_DEBUG);
    } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
      problems.add(tree.name + ": " + e);
      return problems;
    }
    for (MethodNode method : tree.methods) {
      checkFlow(tree, method, hierarchy, problems);
    }
    problems.addAll(LinkChecks.of(tree, hierarchy));
    return problems;
  }

  private static void checkFlow(
      ClassNode owner, MethodNode method, Hierarchy hierarchy, List<String> problems) {
    try {
      new Analyzer<>(new FileVerifier(owner, hierarchy)).analyze(owner.name, method);
    } catch (AnalyzerException | IndexOutOfBoundsException e) {
      problems.add(owner.name + "." + method.name + method.desc + ": " + e.getMessage());
    }
  }

  /** ASM's verifier with class files in place of classes. What cannot be found is let pass. */
  private static final class FileVerifier extends SimpleVerifier {
    private final Supertypes supertypes;

    FileVerifier(ClassNode owner, Hierarchy hierarchy) {
      super(
          Opcodes.ASM9,
          Type.getObjectType(owner.name),
          owner.superName == null ? null : Type.getObjectType(owner.superName),
          owner.interfaces.stream().map(Type::getObjectType).toList(),
          (owner.access & Opcodes.ACC_INTERFACE) != 0);
      supertypes = hierarchy.supertypes();
    }

    /** Asked for only to word a message; no class is loaded for that. */
    @Override
    protected Class<?> getClass(Type type) {
      return Object.class;
    }

    @Override
    protected boolean isInterface(Type type) {
      return supertypes.isInterface(type.getInternalName());
    }

    @Override
    protected @Nullable Type getSuperClass(Type type) {
      String parent = supertypes.superclass(type.getInternalName());
      return parent == null ? null : Type.getObjectType(parent);
    }

    @Override
    protected boolean isAssignableFrom(Type target, Type source) {
      if (target.equals(source) || target.getInternalName().equals("java/lang/Object")) {
        return true;
      }
      if (target.getSort() == Type.ARRAY || source.getSort() == Type.ARRAY) {
        return arraysFit(target, source);
      }
      return supertypes.isInterface(target.getInternalName())
          || !supertypes.isKnown(source.getInternalName())
          || !supertypes.isKnown(target.getInternalName()) // it may be an interface
          || supertypes.isSubclass(source.getInternalName(), target.getInternalName());
    }

    private boolean arraysFit(Type target, Type source) {
      if (target.getSort() != Type.ARRAY) {
        return supertypes.isInterface(target.getInternalName());
      }
      if (source.getSort() != Type.ARRAY) {
        return false;
      }
      Type wanted = Type.getType(target.getDescriptor().substring(1));
      Type given = Type.getType(source.getDescriptor().substring(1));
      boolean references = wanted.getSort() >= Type.ARRAY && given.getSort() >= Type.ARRAY;
      return references ? isAssignableFrom(wanted, given) : wanted.equals(given);
    }
  }
}
