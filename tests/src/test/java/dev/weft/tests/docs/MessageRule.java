package dev.weft.tests.docs;

import dev.weft.tests.docs.MessageTexts.Text;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which texts of the code are messages, and have to stand in the chapter on troubleshooting.
 *
 * <p>A text of four or more words is one, whatever is done with it; so is one of two or more that
 * is given to an exception at once. What is left out is listed here, with the reason; the test
 * fails if nothing is left out by an entry any more.
 */
final class MessageRule {

  /** What writes reports and pages, whose texts are pieces of these; not what it throws. */
  static final Set<String> REPORTS =
      Set.of(
          // explain
          "dev.weft.transformer.site",
          "dev.weft.transformer.dump",
          "dev.weft.transformer.DetailsReporter",
          "dev.weft.transformer.Reporter.saved",
          // ps, tree, dump, leaks
          "dev.weft.observe.DumpText",
          // the help of the agent's commands, and the title of a flame graph
          "dev.weft.agent.InspectMain.runUnchecked",
          "dev.weft.agent.FlameCommand.title");

  /**
   * What finds that the JVM would not take a class file. It says so in the terms of the JVM's
   * specification; what to do is always the same, and stands in the chapter once.
   */
  static final Set<String> FINDINGS =
      Set.of(
          "dev.weft.transformer.verification",
          "dev.weft.transformer.Verification",
          // why a class has no access to another
          "dev.weft.transformer.cli.Modules.obstacle",
          "dev.weft.agent.AgentModules.obstacle");

  /** Methods that say how something is called, which is a part of messages and of dumps. */
  static final Set<String> NAMES = Set.of("toString", "target", "what", "does");

  /** Texts elsewhere that do. */
  static final Set<String> MORE_NAMES =
      Set.of(
          "a time to pass",
          "code that blocks another thread",
          "a task that somebody completes by hand",
          "ordinary code of a thread",
          "the task of another coroutine",
          "something that is gone as well",
          // a header of HTTP
          "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src"
              + " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          ", held by ordinary code of a thread",
          "Channel[……, … elements, … receiving, … sending]",
          "a suspending method called from ordinary code…",
          "read a line from ",
          "read a message from ",
          "send a file to ",
          "receive a file from ",
          "shut down output to ");

  /** An assertion that fails is an error in Weft, and is told with its stack. */
  static final String ASSERTION = "java/lang/AssertionError";

  /** What a method of the API says of an argument is understood without help if it is short. */
  static final int ARGUMENT_WORDS = 10;

  private static final Pattern OF_ARGUMENT =
      Pattern.compile("java/lang/(IllegalArgument|NullPointer|IndexOutOfBounds)Exception");

  private MessageRule() {}

  /** Whether users can meet {@code text} and may ask what to do. */
  static boolean isMessage(Text text) {
    int words = MessageWords.count(text.text());
    if (FINDINGS.stream().anyMatch(text::isIn) || MORE_NAMES.contains(text.text())) {
      return false;
    }
    if (text.exception() != null) {
      return words >= (isOfArgument(text) ? ARGUMENT_WORDS : 2)
          && !text.exception().equals(ASSERTION);
    }
    return words >= 4 && !NAMES.contains(text.method()) && REPORTS.stream().noneMatch(text::isIn);
  }

  /** Only those of the runtime: agent and weaver say by such exceptions what was mistyped. */
  private static boolean isOfArgument(Text text) {
    String exception = text.exception();
    return exception != null
        && OF_ARGUMENT.matcher(exception).matches()
        && !text.isIn("dev.weft.agent")
        && !text.isIn("dev.weft.transformer");
  }
}
