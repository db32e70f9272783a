package dev.weft.transformer.verification;

import dev.weft.transformer.model.Members;
import dev.weft.transformer.model.Members.Declared;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/**
 * What a field or method reference resolves to, as the JVM looks for it: in the class, its
 * superclasses and their interfaces.
 *
 * @param in the class that declares it; null if none does
 * @param access the member's access flags
 * @param isCertain whether the answer is known; it is not if a class file is missing
 * @param isAmbiguous whether several interfaces implement it, none of which overrides the others
 */
record Resolution(@Nullable Declared in, int access, boolean isCertain, boolean isAmbiguous) {

  static final Resolution NONE = new Resolution(null, 0, true, false);
  static final Resolution UNKNOWN = new Resolution(null, 0, false, false);

  private static final String OBJECT = "java/lang/Object";

  static Resolution certain(Declared in, int access) {
    return new Resolution(in, access, true, false);
  }

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
    return ofField(type, key, members, new HashSet<>());
  }

  private static Resolution ofField(
      @Nullable Declared type, String key, Members members, Set<String> seen) {
    if (type == null) {
      return UNKNOWN;
    }
    Integer access = type.fields().get(key);
    if (access != null) {
      return certain(type, access);
    }
    if (!seen.add(type.name())) {
      return NONE;
    }
    Resolution missed = NONE;
    for (String face : type.interfaces()) {
      Resolution found = ofField(members.of(face), key, members, seen);
      if (found.in != null) {
        return found;
      }
      missed = found.isCertain ? missed : found;
    }
    String parent = type.superName();
    Resolution above =
        parent == null || type.isInterface()
            ? NONE
            : ofField(members.of(parent), key, members, seen);
    return above.in != null || missed.isCertain ? above : missed;
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
    Integer own = type.methods().get(key);
    if (own != null) {
      return certain(type, own);
    }
    if (key.startsWith("<")) {
      return NONE;
    }
    Resolution inClasses = type.isInterface() ? ofObject(key, members) : above(type, key, members);
    if (inClasses.in != null) {
      return inClasses;
    }
    Resolution inInterfaces = InterfaceMethods.find(type, key, members);
    return inInterfaces.in != null && !inClasses.isCertain
        ? new Resolution(inInterfaces.in, inInterfaces.access, false, false)
        : inInterfaces.in != null || inClasses.isCertain ? inInterfaces : UNKNOWN;
  }

  private static Resolution above(Declared type, String key, Members members) {
    Set<String> seen = new HashSet<>();
    Declared each = type;
    while (each.superName() != null && seen.add(each.name())) {
      each = members.of(each.superName());
      if (each == null) {
        return UNKNOWN;
      }
      Integer access = each.methods().get(key);
      if (access != null) {
        return certain(each, access);
      }
    }
    return NONE;
  }

  /** Interfaces have the public methods of objects. */
  private static Resolution ofObject(String key, Members members) {
    Declared object = members.of(OBJECT);
    if (object == null) {
      return UNKNOWN;
    }
    int access = object.methods().getOrDefault(key, 0);
    boolean isPublic = (access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC)) == Opcodes.ACC_PUBLIC;
    return isPublic ? certain(object, access) : NONE;
  }

  private static boolean isPolymorphic(String type) {
    return type.equals("java/lang/invoke/MethodHandle")
        || type.equals("java/lang/invoke/VarHandle");
  }

  private static boolean hasName(Declared type, String nameAndBracket) {
    return type.methods().keySet().stream().anyMatch(each -> each.startsWith(nameAndBracket));
  }
}
