package dev.weft.transformer;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.tree.ClassNode;

/**
 * Attributes of class files that the JVM's specification does not name: compilers have their own.
 */
final class UnknownAttributes {

  private UnknownAttributes() {}

  /** Whether a class, or anything in it, has one. */
  static boolean anyIn(ClassNode owner) {
    Stream<@Nullable List<Attribute>> components =
        owner.recordComponents == null
            ? Stream.of()
            : owner.recordComponents.stream().map(each -> each.attrs);
    return has(owner.attrs)
        || owner.fields.stream().anyMatch(each -> has(each.attrs))
        || owner.methods.stream().anyMatch(each -> has(each.attrs))
        || components.anyMatch(UnknownAttributes::has);
  }

  private static boolean has(@Nullable List<Attribute> attributes) {
    return attributes != null && !attributes.isEmpty();
  }
}
