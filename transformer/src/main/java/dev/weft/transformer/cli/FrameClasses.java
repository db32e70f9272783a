package dev.weft.transformer.cli;

import dev.weft.transformer.model.ClassInfo;
import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.RuntimeNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/**
 * The frame classes of a class that was woven before, by whatever wrote the input: each of its
 * resumed bodies names one. The JVM misses it only where the method is first suspended.
 */
final class FrameClasses {

  private FrameClasses() {}

  /** What is said of those that are not there. */
  static List<String> missing(ClassInfo woven, Hierarchy hierarchy) {
    var problems = new ArrayList<String>();
    if (!woven.saysThatItHasBodies()) {
      return problems;
    }
    for (ClassInfo.Method method : woven.methods().values()) {
      String frame = frameOf(woven, method);
      if (frame != null && hierarchy.classInfo(frame) == null) {
        problems.add(
            ClassNames.binary(woven.name())
                + "."
                + method.name()
                + ": weaving has added the class "
                + ClassNames.binary(frame)
                + ", and that is not there; keep it, or weave the class as the compiler wrote it");
      }
    }
    return problems;
  }

  /** The class whose object a resumed body takes; null for other methods. */
  private static @Nullable String frameOf(ClassInfo woven, ClassInfo.Method method) {
    Type[] parameters = Type.getArgumentTypes(method.descriptor());
    boolean isResumed =
        parameters.length == 2 && parameters[1].getDescriptor().equals(RuntimeNames.CARRIER_DESC);
    if (!isResumed || parameters[0].getSort() != Type.OBJECT) {
      return null;
    }
    String frame = parameters[0].getInternalName();
    return frame.startsWith(woven.name() + "$") && frame.endsWith("$Frame") ? frame : null;
  }
}
