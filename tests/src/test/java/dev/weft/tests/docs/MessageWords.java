package dev.weft.tests.docs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a text, in lower case and without punctuation, by which messages are compared.
 * Whatever is variable is one word, {@link MessageTexts#VARIABLE}.
 */
record MessageWords(List<String> words) {

  /** How many words in a row tell a message from others. */
  static final int WINDOW = 4;

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+|" + MessageTexts.VARIABLE);

  /** The words of {@code text}. */
  static MessageWords of(String text) {
    List<String> words = new ArrayList<>();
    String plain = text.toLowerCase(Locale.ROOT).replace("...", MessageTexts.VARIABLE);
    Matcher each = WORD.matcher(plain);
    while (each.find()) {
      boolean again = !words.isEmpty() && isVariable(words.get(words.size() - 1));
      if (!again || !isVariable(each.group())) {
        words.add(each.group());
      }
    }
    while (!words.isEmpty() && isVariable(words.get(0))) {
      words.remove(0);
    }
    while (!words.isEmpty() && isVariable(words.get(words.size() - 1))) {
      words.remove(words.size() - 1);
    }
    return new MessageWords(words);
  }

  /**
   * How many words a reader would count in {@code text}: what has letters and stands between
   * blanks. A descriptor or a name is one.
   */
  static int count(String text) {
    int count = 0;
    for (String each : text.replace(MessageTexts.VARIABLE, " ").trim().split("\\s+", -1)) {
      count += each.chars().anyMatch(Character::isLetter) ? 1 : 0;
    }
    return count;
  }

  /** Whether these words stand in {@code other} one after another. */
  boolean isIn(MessageWords other) {
    return Collections.indexOfSubList(other.words, words) >= 0;
  }

  /** All stretches of {@link #WINDOW} words, not counting what is variable between them. */
  Set<MessageWords> windows() {
    Set<MessageWords> windows = new LinkedHashSet<>();
    for (int from = 0; from < words.size(); from++) {
      int count = 0;
      for (int to = from; to < words.size() && !isVariable(words.get(from)); to++) {
        count += isVariable(words.get(to)) ? 0 : 1;
        if (count == WINDOW) {
          windows.add(new MessageWords(words.subList(from, to + 1)));
          break;
        }
      }
    }
    return windows;
  }

  /** What stands between the variable parts. */
  List<MessageWords> stretches() {
    List<MessageWords> stretches = new ArrayList<>();
    int from = 0;
    for (int at = 0; at <= words.size(); at++) {
      if (at == words.size() || isVariable(words.get(at))) {
        if (at > from) {
          stretches.add(new MessageWords(words.subList(from, at)));
        }
        from = at + 1;
      }
    }
    return stretches;
  }

  private static boolean isVariable(String word) {
    return word.equals(MessageTexts.VARIABLE);
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
