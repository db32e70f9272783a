package dev.weft.tests.random;

import dev.weft.tests.random.Signature.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What can be assigned: variables, static and instance fields, elements of arrays. */
final class Places {

  /** The fields by type: static ones; those of {@code Base}, the world's and others follow suit. */
  private static final Map<Type, String> FIELDS =
      Map.of(
          Type.INT, "fi",
          Type.LONG, "fl",
          Type.DOUBLE, "fd",
          Type.STRING, "fs",
          Type.BYTE, "fb",
          Type.BOOLEAN, "fz",
          Type.OBJECT, "fo",
          Type.INTS, "fa");

  private final Expressions make;
  private final Dice dice;

  Places(Expressions make) {
    this.make = make;
    this.dice = make.dice;
  }

  /** The value of a place. */
  String of(Type type, int next) {
    return place(type, next, false);
  }

  String assignment(Type type, int next) {
    return "(" + place(type, next, true) + " = " + make.of(type, next) + ")";
  }

  /** A compound assignment to a number, with any other number. */
  String compound(Type type, int next) {
    boolean bits = type.isInteger() && dice.chance(50);
    String operator =
        bits
            ? dice.oneOf(" &= ", " |= ", " ^= ", " <<= ", " >>= ", " >>>= ")
            : dice.oneOf(" += ", " += ", " -= ", " *= ", " /= ", " %= ");
    String value = bits ? make.ofAnyInteger(next) : make.ofAnyNumber(next);
    return "(" + place(type, next, true) + operator + value + ")";
  }

  String compoundCondition(int next) {
    String operator = dice.oneOf(" &= ", " |= ", " ^= ");
    return "(" + place(Type.BOOLEAN, next, true) + operator + make.of(Type.BOOLEAN, next) + ")";
  }

  /** Counts a number up or down. */
  String step(Type type) {
    String place = place(type, 1, true);
    return dice.oneOf("(" + place + "++)", "(" + place + "--)", "(++" + place + ")");
  }

  private String place(Type type, int next, boolean assigned) {
    var variable = make.scope.variable(each -> each.type() == type && !each.isFinal());
    var places = new ArrayList<String>();
    if (variable != null) {
      places.addAll(List.of(variable.name(), variable.name(), variable.name()));
    }
    if (FIELDS.containsKey(type)) {
      fields(places, FIELDS.get(type), next);
    }
    if (type.array() != null && (places.isEmpty() || dice.chance(30))) {
      places.add(element(type.array(), next));
    }
    if (places.isEmpty()) {
      String literal = type.literals.get(0);
      return assigned ? "new " + type.text + "[] {" + literal + "}[0]" : literal;
    }
    return dice.oneOf(places);
  }

  private void fields(List<String> places, String field, int next) {
    Scope scope = make.scope;
    places.add(scope.world + "." + field);
    if (!scope.isolated) {
      places.add(field.replace('f', 's'));
    }
    if (scope.body.owner == Owner.BASE && !scope.isolated) {
      places.add((scope.direct ? dice.oneOf("this.", "") : "") + field);
    }
    if (dice.chance(30)) {
      places.add("make(" + make.of(Type.INT, next) + ")." + field);
    }
  }

  private String element(Type array, int next) {
    String mask = dice.chance(95) ? " & 3]" : " & 7]";
    return make.of(array, next) + "[" + make.of(Type.INT, next) + mask;
  }
}
