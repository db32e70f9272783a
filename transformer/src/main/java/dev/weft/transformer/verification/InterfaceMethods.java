package dev.weft.transformer.verification;

import dev.weft.transformer.model.Members;
import dev.weft.transformer.model.Members.Declared;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;

/**
 * The maximally specific methods of one signature among the interfaces of a class: those that no
 * other of its interfaces overrides. Static and private ones are not inherited.
 */
final class InterfaceMethods {

  private static final int NOT_INHERITED = Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE;

  private final Members members;
  private final Map<String, Declared> interfaces = new LinkedHashMap<>();
  private boolean isComplete = true;

  private InterfaceMethods(Members members) {
    this.members = members;
  }

  /** Looks for an inherited method, in all interfaces of a class and its superclasses. */
  static Resolution find(Declared type, String key, Members members) {
    var search = new InterfaceMethods(members);
    search.collect(type, new HashSet<>());
    return search.choose(key);
  }

  private void collect(Declared type, Set<String> seen) {
    for (String face : type.interfaces()) {
      add(face);
    }
    if (type.superName() != null && !type.isInterface() && seen.add(type.name())) {
      Declared parent = members.of(type.superName());
      if (parent == null) {
        isComplete = false;
      } else {
        collect(parent, seen);
      }
    }
  }

  private void add(String name) {
    Declared face = members.of(name);
    if (face == null) {
      isComplete = false;
    } else if (interfaces.putIfAbsent(name, face) == null) {
      face.interfaces().forEach(this::add);
    }
  }

  private Resolution choose(String key) {
    List<Declared> specific = new ArrayList<>();
    for (Declared face : interfaces.values()) {
      if (inherits(face, key) && interfaces.values().stream().noneMatch(o -> hides(o, face, key))) {
        specific.add(face);
      }
    }
    List<Declared> implementing = specific.stream().filter(face -> !isAbstract(face, key)).toList();
    if (specific.isEmpty()) {
      return isComplete ? Resolution.NONE : Resolution.UNKNOWN;
    }
    Declared chosen = implementing.isEmpty() ? specific.get(0) : implementing.get(0);
    int access = chosen.methods().getOrDefault(key, 0);
    return new Resolution(chosen, access, isComplete, isComplete && implementing.size() > 1);
  }

  private static boolean inherits(Declared face, String key) {
    Integer access = face.methods().get(key);
    return access != null && (access & NOT_INHERITED) == 0;
  }

  private static boolean isAbstract(Declared face, String key) {
    return (face.methods().getOrDefault(key, 0) & Opcodes.ACC_ABSTRACT) != 0;
  }

  /** Whether an interface overrides the method of another. */
  private boolean hides(Declared lower, Declared upper, String key) {
    return inherits(lower, key) && members.isBelow(lower, upper.name());
  }
}
