package dev.weft.transformer.cli;

import dev.weft.transformer.model.Resource;
import dev.weft.transformer.model.RuntimeNames;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Whether woven classes will run with the runtime that the class path has: one, of the weaver's.
 */
public final class RuntimeCheck {

  /** A class that says which calling convention the runtime has, under its newer and older name. */
  private static final List<String> MARKS =
      List.of(fileOf(RuntimeNames.WOVEN_DESC), fileOf(RuntimeNames.OLD_WOVEN_DESC));

  /** The calling conventions of the runtimes, by the jar or folder that each is in. */
  private final Map<String, Integer> conventions = new LinkedHashMap<>();

  private RuntimeCheck() {}

  private static String fileOf(String descriptor) {
    return descriptor.substring(1, descriptor.length() - 1) + ".class";
  }

  /** Looks at the class path of a build. */
  public static RuntimeCheck of(BuildWeaver weaver) throws IOException {
    var check = new RuntimeCheck();
    for (String mark : MARKS) {
      for (Resource each : weaver.onClassPath(mark)) {
        check.conventions.putIfAbsent(placeOf(each, mark), Convention.of(each.content()));
      }
    }
    return check;
  }

  private static String placeOf(Resource found, String file) {
    String place = found.place().replace('\\', '/');
    return place.substring(0, place.length() - file.length()).replaceFirst("!?/$", "");
  }

  /** Why woven classes would not run, or null. */
  public @Nullable String problem() {
    if (conventions.isEmpty()) {
      return "there are @Async methods, but dev.weft:weft-runtime is not on the class path that"
          + " they are compiled against; add it to the dependencies, in the plugin's version"
          + " and the default scope";
    }
    for (int convention : conventions.values()) {
      if (convention != RuntimeNames.CONVENTION) {
        return conventions.size() == 1 ? other(convention) : several();
      }
    }
    return null;
  }

  /** What may go wrong, though it need not, or null. */
  public @Nullable String warning() {
    return conventions.size() > 1 && problem() == null ? several() : null;
  }

  private static String other(int convention) {
    return "the weft-runtime among the dependencies is of another version than the weaver (its"
        + " calling convention is number "
        + convention
        + ", the weaver's is "
        + RuntimeNames.CONVENTION
        + "), and will not run what is woven; give both the same version";
  }

  private String several() {
    return "there are "
        + conventions.size()
        + " weft-runtimes on the class path, and classes of one will meet those of another: "
        + String.join(", ", conventions.keySet())
        + "; leave only the one in the weaver's version, by excluding the others from the"
        + " dependencies that bring them";
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
