package dev.weft.rewrite;

import java.util.HashSet;
import java.util.Set;
import org.openrewrite.java.tree.J;

/** Names for variables that no code of a method uses. */
final class FreshNames {

  private final Set<String> taken;

  FreshNames(J.MethodDeclaration method) {
    taken = new HashSet<>(Identifiers.in(method));
  }

  /** A name like {@code wanted}, with a number if that is taken. */
  String like(String wanted) {
    String name = wanted;
    for (int i = 2; !taken.add(name); i++) {
      name = wanted + i;
    }
    return name;
  }
}
