package dev.weft.tests.random;

/**
 * Invisible brackets in a program's text around what can be taken out of it when it is shrunk. The
 * {@link Tree} is read from them.
 */
final class Mark {

  static final char OPEN = '\uE000';
  static final char CLOSE = '\uE001';
  static final char OR = '\uE002';

  static final char MEMBER = 'm';
  static final char STATEMENT = 's';
  static final char EXPRESSION = 'e';
  static final char EITHER = 'r';

  private Mark() {}

  /** A method or class that could be left out. */
  static String member(String text) {
    return OPEN + "" + MEMBER + text + CLOSE;
  }

  /** A statement, with its line break. */
  static String statement(String text) {
    return OPEN + "" + STATEMENT + text + "\n" + CLOSE;
  }

  /** An expression, in parentheses where it needs them. */
  static String expression(Type type, String text) {
    return OPEN + "" + EXPRESSION + (char) Type.ALL.indexOf(type) + text + CLOSE;
  }

  /** A text that reads otherwise in the program that is not woven but says what is expected. */
  static String either(String woven, String reference) {
    return OPEN + "" + EITHER + woven + OR + reference + CLOSE;
  }
}
