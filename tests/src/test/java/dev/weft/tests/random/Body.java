package dev.weft.tests.random;

import dev.weft.tests.random.Signature.Owner;
import java.util.List;

/** What is the same all over one method's body: what may be called, what is left of its size. */
final class Body {

  /** All that the program declares. */
  final List<Signature> methods;

  /** Whose instance methods and fields can be named simply; null in a static method. */
  final Owner owner;

  /** What the method overrides, if that is not abstract; else null. */
  final Signature overridden;

  /** How the overridden method is called. */
  final String superName;

  /** Whether the compiler knows patterns in switches. */
  final boolean patterns;

  private int names;
  private int statements;
  private int expressions;

  Body(
      List<Signature> methods,
      Owner owner,
      Signature overridden,
      String superName,
      boolean patterns,
      int statements) {
    this.methods = methods;
    this.owner = owner;
    this.overridden = overridden;
    this.superName = superName;
    this.patterns = patterns;
    this.statements = statements;
    this.expressions = 14 * statements;
  }

  /** A name that the method has not used. */
  String fresh(String prefix) {
    return prefix + names++;
  }

  /** Takes one statement out of the method's budget; false if none is left. */
  boolean spendStatement() {
    return statements-- > 0;
  }

  /** The same for an expression that is not a leaf. */
  boolean spendExpression() {
    return expressions-- > 0;
  }
}
