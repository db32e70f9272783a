package dev.weft.transformer.layout;

import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.RuntimeNames;
import java.util.Set;
import org.objectweb.asm.Type;

/**
 * Which types the code of a class can certainly name: casts and the types of linked calls need
 * access to a class, which a method that only passes a value on may lack.
 *
 * @param pack the class's package
 * @param named internal names of the classes that its code refers to already
 */
public record NameableTypes(String pack, Set<String> named) {

  private static final Set<String> ALWAYS =
      Set.of("java/lang/Object", "java/lang/String", "java/lang/Throwable", RuntimeNames.CARRIER);

  /** Whether a type, or the elements of an array type, can be named. */
  public boolean test(Type type) {
    Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
    if (element.getSort() != Type.OBJECT) {
      return true;
    }
    String name = element.getInternalName();
    return ALWAYS.contains(name) || named.contains(name) || ClassNames.packageOf(name).equals(pack);
  }
}
