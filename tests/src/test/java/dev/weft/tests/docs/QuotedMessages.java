package dev.weft.tests.docs;

import dev.weft.tests.docs.MessageTexts.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The messages that a page quotes: what is written as code in the first column of tables whose
 * heading there is "message".
 */
final class QuotedMessages {

  /**
   * A message as the page has it.
   *
   * @param line where, from 1
   */
  record Quote(int line, String text, MessageWords words) {}

  private static final Pattern HEADING = Pattern.compile("\\|\\s*message\\s*\\|.*");
  private static final Pattern FIRST_CELL = Pattern.compile("\\|((?:`[^`]*`|[^|`])*)\\|.*");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private final List<Quote> quotes = new ArrayList<>();

  private QuotedMessages() {}

  /** The messages of a page of Markdown. */
  static QuotedMessages of(String page) {
    var found = new QuotedMessages();
    List<String> lines = page.lines().toList();
    boolean within = false;
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at);
      within = line.startsWith("|") && (within || HEADING.matcher(line).matches());
      Matcher cell = FIRST_CELL.matcher(line);
      if (within && cell.matches()) {
        found.addCell(at + 1, cell.group(1));
      }
    }
    return found;
  }

  private void addCell(int line, String cell) {
    Matcher code = CODE.matcher(cell);
    while (code.find()) {
      quotes.add(new Quote(line, code.group(1), MessageWords.of(code.group(1))));
    }
  }

  /** All of them, in order. */
  List<Quote> all() {
    return quotes;
  }

  /** These and those of another page. */
  QuotedMessages and(QuotedMessages others) {
    var both = new QuotedMessages();
    both.quotes.addAll(quotes);
    both.quotes.addAll(others.quotes);
    return both;
  }

  /**
   * The messages that are not quoted: of a message, the page must have {@value MessageWords#WINDOW}
   * words in a row that no other message has, so that it cannot be taken for another; or, where
   * there are none, all of it.
   */
  List<Text> missing(Collection<Text> messages) {
    Map<MessageWords, Long> occurrences =
        messages.stream()
            .map(each -> MessageWords.of(each.text()))
            .distinct()
            .flatMap(each -> each.windows().stream())
            .collect(Collectors.groupingBy(each -> each, Collectors.counting()));
    Map<MessageWords, Text> distinct = new LinkedHashMap<>();
    messages.forEach(each -> distinct.putIfAbsent(MessageWords.of(each.text()), each));
    List<Text> missing = new ArrayList<>();
    distinct.forEach(
        (words, text) -> {
          Set<MessageWords> own = words.windows();
          own.removeIf(each -> occurrences.getOrDefault(each, 0L) > 1);
          if (own.isEmpty()) {
            own.add(words);
          }
          if (own.stream().noneMatch(this::has)) {
            missing.add(text);
          }
        });
    return missing;
  }

  private boolean has(MessageWords words) {
    return quotes.stream().anyMatch(each -> words.isIn(each.words()));
  }

  /**
   * The quotes that are in no text of the code. Each stretch between variable parts has to be in
   * one; where a message is put together out of pieces, the page has {@code …} between them.
   */
  List<Quote> unknown(Collection<Text> texts) {
    Set<MessageWords> known =
        texts.stream()
            .flatMap(each -> MessageWords.of(each.text()).stretches().stream())
            .collect(Collectors.toSet());
    return quotes.stream()
        .filter(
            quote ->
                quote.words().words().isEmpty()
                    || !quote.words().stretches().stream()
                        .allMatch(each -> known.stream().anyMatch(each::isIn)))
        .toList();
  }
}
