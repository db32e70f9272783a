package dev.weft.tests.random;

import java.util.List;

/**
 * A method of a random program.
 *
 * @param owner where it is declared
 * @param kind how it is called
 * @param name its name, which tells it from all others
 * @param result its type of result; of a task, of what is in the task
 * @param returns the type of result as it is written
 * @param parameters their types, behind the world and the depth
 * @param isolated whether it touches nothing that another coroutine can see
 * @param isVarargs whether the last parameter is
 */
record Signature(
    Owner owner,
    Kind kind,
    String name,
    Type result,
    String returns,
    List<Type> parameters,
    boolean isolated,
    boolean isVarargs) {

  /** Where methods are declared. */
  enum Owner {
    /** In the program's class, static. */
    STATIC,
    /** In a class with two levels of subclasses. */
    BASE,
    /** In an interface that this class implements, by default. */
    ACT,
    /** In an enum, some of whose constants override it. */
    COLOR,
    /** In a sealed interface. */
    SHAPE,
    /** In an inner class of the middle class. */
    INNER
  }

  /** How methods may suspend. */
  enum Kind {
    SUSPENDING,
    TASK,
    GENERATOR,
    /** A suspending method that emits elements of the generator that calls it. */
    EMITTING
  }

  /** The name of a parameter. */
  static String parameter(int index) {
    return "a" + index;
  }

  /** The parameters as they are declared. */
  String declared() {
    var text = new StringBuilder("World w, int d");
    for (int i = 0; i < parameters.size(); i++) {
      Type type = parameters.get(i);
      boolean dots = isVarargs && i == parameters.size() - 1;
      text.append(", ").append(dots ? type.element.text + "..." : type.text);
      text.append(' ').append(parameter(i));
    }
    return text.toString();
  }

  /** Arguments that hand all parameters on. */
  String handedOn() {
    var text = new StringBuilder("w, d");
    for (int i = 0; i < parameters.size(); i++) {
      text.append(", ").append(parameter(i));
    }
    return text.toString();
  }
}
