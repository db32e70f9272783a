package dev.weft.rewrite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.openrewrite.java.JavaVisitor;
import org.openrewrite.java.tree.J;

/** The simple names in a piece of code that may stand for variables or types. */
final class Identifiers {

  private Identifiers() {}

  static Set<String> in(J code) {
    return in(code, Set.of());
  }

  /** The same without what stands in some parts. */
  static Set<String> in(J code, Set<? extends J> without) {
    Set<String> names = new HashSet<>();
    new JavaVisitor<Set<String>>() {
      @Override
      public J preVisit(J tree, Set<String> found) {
        if (without.stream().anyMatch(each -> each.getId().equals(tree.getId()))) {
          stopAfterPreVisit();
        }
        return tree;
      }

      @Override
      public J visitIdentifier(J.Identifier name, Set<String> found) {
        found.add(name.getSimpleName());
        return name;
      }

      @Override
      public J visitFieldAccess(J.FieldAccess access, Set<String> found) {
        visit(access.getTarget(), found);
        return access;
      }

      @Override
      public J visitMethodInvocation(J.MethodInvocation call, Set<String> found) {
        visit(call.getSelect(), found);
        call.getArguments().forEach(each -> visit(each, found));
        return call;
      }

      @Override
      public J visitMemberReference(J.MemberReference reference, Set<String> found) {
        visit(reference.getContaining(), found);
        return reference;
      }
    }.visit(code, names);
    return names;
  }

  /** The names of all variables that are declared, once for each. */
  static List<String> declaredIn(J code) {
    List<String> names = new ArrayList<>();
    new JavaVisitor<List<String>>() {
      @Override
      public J visitVariable(J.VariableDeclarations.NamedVariable variable, List<String> found) {
        found.add(variable.getSimpleName());
        return super.visitVariable(variable, found);
      }
    }.visit(code, names);
    return names;
  }
}
