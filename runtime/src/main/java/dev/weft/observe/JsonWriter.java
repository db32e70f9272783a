package dev.weft.observe;

import org.jspecify.annotations.Nullable;

/** Writes JSON; who calls it sees to it that keys stand in objects only, and that all is closed. */
final class JsonWriter {

  private final StringBuilder out = new StringBuilder();

  /** Whether something stands before, so that a comma is needed. */
  private boolean follows;

  JsonWriter open(char bracket) {
    separate();
    out.append(bracket);
    follows = false;
    return this;
  }

  JsonWriter close(char bracket) {
    out.append(bracket);
    follows = true;
    return this;
  }

  JsonWriter key(String name) {
    separate();
    quote(name);
    out.append(':');
    follows = false;
    return this;
  }

  JsonWriter value(long number) {
    separate();
    out.append(number);
    return this;
  }

  JsonWriter value(boolean truth) {
    separate();
    out.append(truth);
    return this;
  }

  JsonWriter value(String text) {
    separate();
    quote(text);
    return this;
  }

  /** A key with its text, unless there is none. */
  JsonWriter optional(String name, @Nullable String text) {
    return text == null ? this : key(name).value(text);
  }

  private void separate() {
    if (follows) {
      out.append(',');
    }
    follows = true;
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f || Character.isSurrogate(c)) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
