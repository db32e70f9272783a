package dev.weft.transformer.model;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Names for the classes that weaving adds to one class: of no other class, different from one
 * another on a disk that ignores case, and short enough for a file.
 *
 * <p>A function of class files alone. A frame class that is found under a name is one that an
 * earlier weaving left there, and is written over.
 */
public final class AddedClassNames {

  /** A file's name has at most 255 bytes nearly everywhere, and ends with {@code .class}. */
  private static final int MOST_BYTES = 249;

  /** What of a name that is too long is kept; a number and an ending are added. */
  private static final int KEPT_CHARACTERS = 64;

  private final Hierarchy hierarchy;
  private final Set<String> taken = new HashSet<>();

  /** Names that are free beside the class files of a hierarchy. */
  public AddedClassNames(Hierarchy hierarchy) {
    this.hierarchy = hierarchy;
  }

  /** A name for the frame class of a method: {@code Owner$m$Frame}, if that is free. */
  public String frame(String owner, String method) {
    String base = owner + "$" + (mayBeOfNested(owner, method) ? method.replace('$', '_') : method);
    return take(base, "$Frame");
  }

  /** A free name that begins and ends so, and is used up with that. */
  public String take(String base, String ending) {
    String name = shortened(base, ending);
    for (int number = 2; !isFree(name); number++) {
      name = shortened(base + "$" + number, ending);
    }
    taken.add(name.toLowerCase(Locale.ROOT));
    return name;
  }

  private boolean isFree(String name) {
    if (taken.contains(name.toLowerCase(Locale.ROOT))) {
      return false;
    }
    String parent = hierarchy.supertypes().superclassIfAny(name);
    return parent == null
        || parent.equals(RuntimeNames.FRAME)
        || parent.equals(RuntimeNames.GENERATOR)
        || parent.equals(RuntimeNames.ASYNC_GENERATOR)
        || parent.equals(RuntimeNames.MONITOR_FRAME);
  }

  /**
   * Whether {@code Owner$a$b} may be method {@code b} of {@code Owner$a} as well as {@code a$b}.
   */
  private boolean mayBeOfNested(String owner, String method) {
    for (int at = method.indexOf('$'); at >= 0; at = method.indexOf('$', at + 1)) {
      String nested = owner + "$" + method.substring(0, at);
      if (at > 0 && hierarchy.supertypes().superclassIfAny(nested) != null) {
        return true;
      }
    }
    return false;
  }

  private static String shortened(String base, String ending) {
    int at = base.lastIndexOf('/') + 1;
    String simple = base.substring(at);
    if ((simple + ending).getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES) {
      return base + ending;
    }
    int end = Math.min(simple.length(), KEPT_CHARACTERS);
    end -= Character.isHighSurrogate(simple.charAt(end - 1)) ? 1 : 0;
    return base.substring(0, at) + simple.substring(0, end) + "$" + hash(simple) + ending;
  }

  /** 64 bits in hexadecimal digits: FNV-1a. */
  private static String hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ each) * 0x100000001b3L;
    }
    return Long.toHexString(hash);
  }
}
