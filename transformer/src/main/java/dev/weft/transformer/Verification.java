package dev.weft.transformer;

import dev.weft.transformer.model.AnnotationRanges;
import dev.weft.transformer.model.ClassHeader;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Members;
import dev.weft.transformer.model.ModuleBoundaries;
import dev.weft.transformer.verification.FormatChecks;
import dev.weft.transformer.verification.LinkChecks;
import dev.weft.transformer.verification.StackMapCheck;
import dev.weft.transformer.verification.TypeInference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.TypePath;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.util.CheckClassAdapter;

/**
 * Checks class files without loading them: structure and stack maps with ASM's checker, the
 * declarations, then the types of every instruction, against the stack maps where the JVM does so,
 * and at last whether it can be linked with its supertypes and all that it names.
 */
public final class Verification {

  private Verification() {}

  /** What is wrong with a woven class and the classes added to it; empty if nothing is. */
  public static List<String> check(WovenClass woven, Hierarchy hierarchy) {
    return check(woven, hierarchy, ModuleBoundaries.NONE);
  }

  /**
   * The same where modules keep packages to themselves.
   *
   * @param modules what the class's module may name
   */
  public static List<String> check(
      WovenClass woven, Hierarchy hierarchy, ModuleBoundaries modules) {
    var problems = new ArrayList<>(check(woven.bytes(), hierarchy, modules));
    woven.added().values().forEach(each -> problems.addAll(check(each, hierarchy, modules)));
    woven.embedded().values().forEach(each -> problems.addAll(check(each, hierarchy, modules)));
    return problems;
  }

  /** What is wrong with a class file; empty if nothing is. */
  public static List<String> check(byte[] classFile, Hierarchy hierarchy) {
    return check(classFile, hierarchy, ModuleBoundaries.NONE);
  }

  /** The same where modules keep packages to themselves. */
  public static List<String> check(
      byte[] classFile, Hierarchy hierarchy, ModuleBoundaries modules) {
    ClassNode tree;
    try {
      tree = structure(classFile);
    } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
      try { // the JVM does not look at where annotations are, and ASM does
        tree = structure(AnnotationRanges.cut(classFile));
      } catch (RuntimeException corrupt) {
        return List.of(name(classFile) + ": " + e);
      }
    }
    Members.Declared declared = Members.read(classFile);
    if (hierarchy.members().isCircular(declared)) {
      return List.of(tree.name + ": is its own supertype");
    }
    var problems = new ArrayList<>(FormatChecks.of(tree));
    for (MethodNode method : tree.methods) {
      checkFlow(tree, method, hierarchy, problems);
    }
    problems.addAll(LinkChecks.of(tree, declared, hierarchy, modules));
    return problems;
  }

  /** Reads a class file and checks how it is built. */
  private static ClassNode structure(byte[] classFile) {
    var tree = new ClassNode();
    var reader = new ClassReader(classFile);
    var checker = new CheckClassAdapter(new ClassWriter(0), false);
    reader.accept(new WithoutVariableAnnotations(checker), ClassReader.EXPAND_FRAMES);
    reader.accept(tree, ClassReader.SKIP_DEBUG | ClassReader.EXPAND_FRAMES);
    return tree;
  }

  private static String name(byte[] classFile) {
    try {
      return new ClassHeader(classFile).name();
    } catch (RuntimeException unreadable) {
      return "a class";
    }
  }

  private static void checkFlow(
      ClassNode owner, MethodNode method, Hierarchy hierarchy, List<String> problems) {
    String problem =
        StackMapCheck.isFor(owner)
            ? StackMapCheck.problem(owner, method, hierarchy)
            : TypeInference.problem(owner, method, hierarchy);
    if (problem != null) {
      problems.add(owner.name + "." + method.name + method.desc + ": " + problem);
    }
  }

  /** Takes off what the JVM does not look at, and may stand where no instruction begins. */
  private static final class WithoutVariableAnnotations extends ClassVisitor {
    WithoutVariableAnnotations(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public @Nullable AnnotationVisitor visitLocalVariableAnnotation(
            int type,
            @Nullable TypePath path,
            Label[] start,
            Label[] end,
            int[] index,
            String annotation,
            boolean visible) {
          return null;
        }
      };
    }
  }
}
