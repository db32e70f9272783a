package dev.weft.transformer.verification;

import dev.weft.transformer.model.Members;
import dev.weft.transformer.model.Members.Declared;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/**
 * What a field or method reference resolves to, as the JVM looks for it: in the class, its
 * superclasses and their interfaces.
 *
 * @param in the class that declares it; null if none does
 * @param access the member's access flags
 * @param isCertain whether the answer is known; it is not if a class file is missing
 */
record Resolution(@Nullable Declared in, int access, boolean isCertain) {

  private static final Resolution NONE = new Resolution(null, 0, true);
  private static final Resolution UNKNOWN = new Resolution(null, 0, false);

  /** Whether the member is known not to be there. */
  boolean isMissing() {
    return in == null && isCertain;
  }

  boolean has(int flag) {
    return (access & flag) != 0;
  }

  /**
   * Resolves a field.
   *
   * @param type the class that the reference names
   * @param key name and descriptor as {@link Declared#fields} has them
   */
  static Resolution ofField(@Nullable Declared type, String key, Members members) {
    return new Search(members, Declared::fields, true).find(type, key, new HashSet<>());
  }

  /**
   * Resolves a method.
   *
   * @param type the class that the reference names
   * @param key name and descriptor
   */
  static Resolution ofMethod(@Nullable Declared type, String key, Members members) {
    if (type == null) {
      return UNKNOWN;
    }
    if (isPolymorphic(type.name()) && hasName(type, key.substring(0, key.indexOf('(') + 1))) {
      return UNKNOWN;
    }
    if (key.startsWith("<")) {
      Integer access = type.methods().get(key);
      return access == null ? NONE : new Resolution(type, access, true);
    }
    var search = new Search(members, Declared::methods, false);
    Resolution found = search.find(type, key, new HashSet<>());
    return found.isMissing() && type.isInterface() ? ofObject(key, members) : found;
  }

  /** Interfaces have the public methods of objects. */
  private static Resolution ofObject(String key, Members members) {
    Declared object = members.of("java/lang/Object");
    if (object == null) {
      return UNKNOWN;
    }
    int access = object.methods().getOrDefault(key, 0);
    return (access & Opcodes.ACC_PUBLIC) == 0 ? NONE : new Resolution(object, access, true);
  }

  private static boolean isPolymorphic(String type) {
    return type.equals("java/lang/invoke/MethodHandle")
        || type.equals("java/lang/invoke/VarHandle");
  }

  private static boolean hasName(Declared type, String nameAndBracket) {
    return type.methods().keySet().stream().anyMatch(each -> each.startsWith(nameAndBracket));
  }

  /** A search of fields, or of methods. */
  private record Search(
      Members members, Function<Declared, Map<String, Integer>> own, boolean interfacesFirst) {

    Resolution find(@Nullable Declared type, String key, Set<String> seen) {
      if (type == null) {
        return UNKNOWN;
      }
      Integer access = own.apply(type).get(key);
      if (access != null) {
        return new Resolution(type, access, true);
      }
      if (!seen.add(type.name())) {
        return NONE;
      }
      Resolution above = interfacesFirst ? inInterfaces(type, key, seen) : inSuper(type, key, seen);
      if (above.in != null) {
        return above;
      }
      Resolution other = interfacesFirst ? inSuper(type, key, seen) : inInterfaces(type, key, seen);
      return other.in != null || above.isCertain ? other : above;
    }

    private Resolution inSuper(Declared type, String key, Set<String> seen) {
      String parent = type.superName();
      return parent == null || type.isInterface() ? NONE : find(members.of(parent), key, seen);
    }

    private Resolution inInterfaces(Declared type, String key, Set<String> seen) {
      Resolution result = NONE;
      for (String face : type.interfaces()) {
        Resolution found = find(members.of(face), key, seen);
        if (found.in != null) {
          return found;
        }
        result = found.isCertain ? result : found;
      }
      return result;
    }
  }
}
