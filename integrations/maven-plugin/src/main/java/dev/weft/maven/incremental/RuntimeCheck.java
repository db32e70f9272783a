package dev.weft.maven.incremental;

import dev.weft.transformer.cli.BuildWeaver;
import dev.weft.transformer.model.RuntimeNames;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;

/** Whether woven classes will run with the runtime that the class path has. */
final class RuntimeCheck {

  /** A class that says which calling convention the runtime has, under its newer and older name. */
  private static final List<String> MARKS =
      List.of(internalName(RuntimeNames.WOVEN_DESC), internalName(RuntimeNames.OLD_WOVEN_DESC));

  private RuntimeCheck() {}

  private static String internalName(String descriptor) {
    return descriptor.substring(1, descriptor.length() - 1);
  }

  /** What is wrong with the runtime, or null. */
  static @Nullable String problem(BuildWeaver weaver) {
    for (String mark : MARKS) {
      byte[] classFile = weaver.findOnClassPath(mark);
      if (classFile != null) {
        int convention = Convention.of(classFile);
        return convention == RuntimeNames.CONVENTION ? null : other(convention);
      }
    }
    return "there are @Async methods, but dev.weft:weft-runtime is not on the class path that they"
        + " are compiled against; add it to the dependencies, in the plugin's version and"
        + " the default scope";
  }

  private static String other(int convention) {
    return "the weft-runtime among the dependencies is of another version than weft-maven-plugin"
        + " (its calling convention is number "
        + convention
        + ", the plugin's is "
        + RuntimeNames.CONVENTION
        + "), and will not run what the plugin weaves; give both the same version";
  }

  /** Reads the constant. */
  private static final class Convention extends ClassVisitor {
    private int value;

    private Convention() {
      super(Opcodes.ASM9);
    }

    static int of(byte[] classFile) {
      var convention = new Convention();
      new ClassReader(classFile).accept(convention, ClassReader.SKIP_CODE);
      return convention.value;
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        @Nullable Object constant) {
      if (name.equals("CONVENTION") && constant instanceof Integer number) {
        value = number;
      }
      return null;
    }
  }
}
