package dev.weft.tests.conformance;

/**
 * Writes random expressions that javac accepts: every one of them may suspend, and some fail.
 *
 * <p>Names that are used: {@code p}, the probe; {@code d}, how deep calls may still go; and the
 * members of {@link RandomProgram}.
 */
final class RandomExpressions {

  private final RandomScope scope;

  RandomExpressions(RandomScope scope) {
    this.scope = scope;
  }

  /** An expression of a type. */
  String of(String type, int depth) {
    return switch (type) {
      case "int" -> ofInt(depth);
      case "long" -> ofLong(depth);
      case "double" -> ofDouble(depth);
      case "boolean" -> ofBoolean(depth);
      case "String" -> ofString(depth);
      case "int[]" -> ofArray(depth);
      default -> ofObject(depth);
    };
  }

  private String leaf(String type, String... literals) {
    String variable = scope.chance(70) ? scope.variable(type) : null;
    return variable == null ? scope.oneOf(literals) : variable;
  }

  /** All types are written out: inferring them takes javac exponential time when nested. */
  private String await(String type, String value) {
    String made =
        scope.chance(4)
            ? "fail(new " + failure() + ")"
            : scope.oneOf("later(", "later(", "later(", "laterTask(") + value + ")";
    return "Weft.<" + type + ">await(p.<" + type + ">" + made + ")";
  }

  /** The constructor call of an exception, without {@code new}. */
  String failure() {
    String type = scope.oneOf("First", "Second", "IllegalStateException", "AssertionError");
    return type + "(\"f" + scope.below(100) + "\")";
  }

  private String call(String kind) {
    String arguments = "(p, d - 1, " + ofInt(1) + ", " + ofLong(1) + ", " + ofString(1) + ")";
    return switch (kind) {
      case "int" -> scope.oneOf("i0", "i1", "self().v0", "self().v1") + arguments;
      case "long" -> scope.oneOf("l0", "self().w0") + arguments;
      case "double" -> scope.oneOf("d0", "self().x0") + arguments;
      case "String" -> "s0" + arguments;
      default -> "Weft.<Object>await(" + scope.oneOf("t0", "t1", "self().u0") + arguments + ")";
    };
  }

  private String choice(String type, int depth) {
    return "(" + ofBoolean(depth) + " ? " + of(type, depth) + " : " + of(type, depth) + ")";
  }

  private String choose(String type, int depth) {
    String cases = "";
    for (int i = 0; i < 2 + scope.below(2); i++) {
      cases += "case " + i + " -> " + of(type, depth) + "; ";
    }
    return "(switch ("
        + ofInt(depth)
        + " & 3) { "
        + cases
        + "default -> "
        + of(type, depth)
        + "; })";
  }

  private String assignment(String type, String operator, int depth) {
    String variable = scope.assignable(type);
    return variable == null
        ? of(type, 0)
        : "(" + variable + " " + operator + " " + of(type, depth) + ")";
  }

  private String ofInt(int depth) {
    if (depth <= 0) {
      return leaf("int", "0", "1", "-7", "1000", "fi");
    }
    int next = depth - 1;
    String operator = scope.oneOf("+", "-", "*", "/", "%", "^", "&", "|", "<<", ">>", ">>>");
    return switch (scope.below(13)) {
      case 0, 1 -> await("Integer", ofInt(next));
      case 2, 3 -> "(" + ofInt(next) + " " + operator + " " + ofInt(next) + ")";
      case 4 -> call("int");
      case 5 -> choice("int", next);
      case 6 -> assignment("int", scope.oneOf("=", "+=", "-=", "*=", "^="), next);
      case 7 -> element(next);
      case 8 -> "narrow(" + scope.oneOf(ofLong(next), ofDouble(next)) + ")";
      case 9 -> "length(" + ofObject(next) + ")";
      case 10 -> "new Box(" + ofInt(next) + ", " + ofLong(next) + ").sum()";
      case 11 -> choose("int", next);
      default -> scope.oneOf("fi", "fi++", "(fi += " + ofInt(next) + ")", "self().n");
    };
  }

  private String element(int next) {
    String array = scope.variable("int[]");
    String index = "[" + ofInt(next) + (scope.chance(95) ? " & 3]" : " & 7]");
    return "("
        + (array == null ? "fa" : array)
        + index
        + scope.oneOf("", "++", " += " + ofInt(next), " = " + ofInt(next))
        + ")";
  }

  private String ofLong(int depth) {
    if (depth <= 0) {
      return leaf("long", "0L", "3L", "-123456789012L", "fl");
    }
    int next = depth - 1;
    String operator = scope.oneOf("+", "-", "*", "/", "^", "&", "|");
    return switch (scope.below(9)) {
      case 0, 1 -> await("Long", ofLong(next));
      case 2 -> "(" + ofLong(next) + " " + operator + " " + ofLong(next) + ")";
      case 3 -> "(" + ofInt(next) + " + " + ofLong(next) + ")";
      case 4 -> call("long");
      case 5 -> choice("long", next);
      case 6 -> assignment("long", scope.oneOf("=", "+=", "-="), next);
      case 7 -> "(" + ofLong(next) + scope.oneOf(" << ", " >>> ") + ofInt(next) + ")";
      default -> scope.oneOf("fl", "(fl -= " + ofLong(next) + ")", choose("long", next));
    };
  }

  private String ofDouble(int depth) {
    if (depth <= 0) {
      return leaf("double", "0.5", "-0.0", "1e10", "Double.NaN");
    }
    int next = depth - 1;
    String operator = scope.oneOf("+", "-", "*", "/");
    return switch (scope.below(7)) {
      case 0, 1 -> await("Double", ofDouble(next));
      case 2, 3 -> "(" + ofDouble(next) + " " + operator + " " + ofDouble(next) + ")";
      case 4 -> call("double");
      case 5 -> assignment("double", scope.oneOf("=", "+=", "*="), next);
      default -> scope.oneOf("widen(" + ofLong(next) + ")", choice("double", next));
    };
  }

  /** A condition. */
  String ofBoolean(int depth) {
    if (depth <= 0) {
      return "(" + ofInt(0) + scope.oneOf(" < ", " == ", " >= ") + ofInt(0) + ")";
    }
    int next = depth - 1;
    return switch (scope.below(6)) {
      case 0 -> await("Boolean", ofBoolean(next));
      case 1 -> "(" + ofBoolean(next) + scope.oneOf(" && ", " || ", " ^ ") + ofBoolean(next) + ")";
      case 2 -> "!" + ofBoolean(next);
      case 3 -> "(" + ofLong(next) + scope.oneOf(" < ", " != ") + ofLong(next) + ")";
      case 4 -> "(" + ofDouble(next) + scope.oneOf(" < ", " >= ") + ofDouble(next) + ")";
      default -> "(" + ofInt(next) + scope.oneOf(" > ", " != ") + ofInt(next) + ")";
    };
  }

  private String ofString(int depth) {
    if (depth <= 0) {
      return leaf("String", "\"a\"", "\"\"", "(String) null");
    }
    int next = depth - 1;
    return switch (scope.below(8)) {
      case 0, 1 -> await("String", ofString(next));
      case 2, 3 ->
          "cut("
              + ofString(next)
              + " + "
              + of(scope.oneOf("int", "long", "double", "Object"), next)
              + ")";
      case 4 -> call("String");
      case 5 -> choice("String", next);
      case 6 -> assignment("String", "=", next);
      default -> choose("String", next);
    };
  }

  private String ofArray(int depth) {
    if (depth <= 0) {
      return leaf("int[]", "fa");
    }
    int next = depth - 1;
    return switch (scope.below(4)) {
      case 0 -> "new int[] {" + ofInt(next) + ", " + ofInt(next) + ", " + ofInt(next) + ", 4}";
      case 1 -> await("int[]", ofArray(next));
      case 2 -> assignment("int[]", "=", next);
      default -> choice("int[]", next);
    };
  }

  private String ofObject(int depth) {
    if (depth <= 0) {
      return leaf("Object", "\"o\"", "1", "(Object) null");
    }
    int next = depth - 1;
    return switch (scope.below(8)) {
      case 0 ->
          await("Object", "(Object) (" + of(scope.oneOf("int", "String", "double"), next) + ")");
      case 1 -> "new Box(" + ofInt(next) + ", " + ofLong(next) + ")";
      case 2, 3 ->
          "new Pair(" + ofObject(next) + ", " + ofDouble(next) + ", " + ofObject(next) + ")";
      case 4 -> call("task");
      case 5 -> assignment("Object", "=", next);
      case 6 -> choice("Object", next);
      default -> scope.oneOf(ofString(next), "(Object) (" + ofLong(next) + ")");
    };
  }
}
