package dev.weft.observe;

import dev.weft.internal.util.CallSites;
import dev.weft.observe.CoroutineView.Call;
import dev.weft.observe.CoroutineView.State;
import dev.weft.observe.CoroutineView.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A dump for people. */
final class DumpText {

  private static final String HERE = "      ";

  /** How many coroutines of a group are named. */
  private static final int EXAMPLES = 5;

  /** How many calls a summary shows of each stack. */
  private static final int FIRST_CALLS = 3;

  private final StringBuilder out = new StringBuilder();
  private final boolean whole;

  private DumpText(boolean whole) {
    this.whole = whole;
  }

  /**
   * Equal stacks together.
   *
   * @param whole whether with variables and whole stacks
   */
  static String grouped(CoroutineDump dump, boolean whole) {
    var text = new DumpText(whole);
    text.out.append(heading(dump));
    text.addDeadlocks(dump);
    dump.leaks().forEach(text::addLeak);
    StackGroups.of(dump.coroutines()).forEach(text::addGroup);
    return text.out.toString();
  }

  static String heading(CoroutineDump dump) {
    Map<State, Long> counts =
        dump.coroutines().stream()
            .collect(Collectors.groupingBy(CoroutineView::state, Collectors.counting()));
    var line = new StringBuilder(count(dump.coroutines().size(), "coroutine")).append(": ");
    for (State each : State.values()) {
      line.append(each == State.RUNNING ? "" : ", ");
      line.append(number(counts.getOrDefault(each, 0L))).append(' ').append(lower(each));
    }
    if (!dump.deadlocks().isEmpty()) {
      line.append("; ").append(count(dump.deadlocks().size(), "deadlock"));
    }
    long leaked = dump.leaks().stream().mapToLong(LeakedCoroutines::count).sum();
    if (leaked > 0) {
      line.append("; ").append(number(leaked)).append(" leaked");
    }
    line.append(", at ").append(dump.taken()).append('\n');
    if (!dump.observed()) {
      line.append(
              "Coroutines are not observed: those of other schedulers than event loops are here")
          .append(" only if one of these waits for them;")
          .append(" start the program with -Dweft.observe=true to see all.\n");
    }
    Instant since = dump.observedSince();
    if (since != null) {
      line.append("Coroutines are observed since ").append(since);
      line.append(": those that began before are not judged as leaks, and of other schedulers than")
          .append(" event loops here only if one of these waits for them.\n");
    }
    return line.toString();
  }

  // ---- what is wrong ----

  private void addDeadlocks(CoroutineDump dump) {
    Map<Long, CoroutineView> byNumber =
        dump.coroutines().stream()
            .collect(Collectors.toMap(CoroutineView::number, Function.identity()));
    for (List<Long> circle : dump.deadlocks()) {
      out.append("\nDEADLOCK of ").append(count(circle.size(), "coroutine"));
      out.append(", each of which waits for the next, and the last for the first:\n");
      circle.stream()
          .map(byNumber::get)
          .filter(Objects::nonNull)
          .limit(whole ? Integer.MAX_VALUE : EXAMPLES)
          .forEach(each -> addMember(each));
    }
  }

  private void addMember(CoroutineView one) {
    out.append("  ").append(one.label());
    addWait(one.waitsFor(), ", ");
    out.append('\n');
    addStack(one);
  }

  private void addLeak(LeakedCoroutines leak) {
    out.append("\nLEAKED: ");
    describe(leak, out);
  }

  static void describe(LeakedCoroutines leak, StringBuilder out) {
    if (!leak.deadlock().isEmpty()) {
      describeDeadlock(leak, out);
      return;
    }
    out.append(count(leak.count(), "coroutine")).append(" that nothing can wake any more");
    out.append(" (").append(examples(leak.numbers().stream().map(each -> "#" + each).toList()));
    out.append(leak.numbers().size() < leak.count() ? ", and others)" : ")");
    if (leak.name() != null) {
      out.append(", named \"").append(leak.name()).append('"');
    }
    if (!leak.waitedFor().isEmpty()) {
      out.append(", waited for ").append(leak.waitedFor());
    }
    out.append('\n');
    if (leak.stack().isEmpty()) {
      out.append(HERE).append("not started\n");
    }
    leak.stack().forEach(each -> out.append(HERE).append(each).append('\n'));
    addOrigin(leak.origin(), out);
  }

  private static void describeDeadlock(LeakedCoroutines leak, StringBuilder out) {
    out.append("DEADLOCK of ").append(count(leak.deadlock().size(), "coroutine"));
    out.append(" that nobody else knows of any more: each waited for the next, and the last for");
    out.append(" the first:\n");
    leak.deadlock().forEach(out::append);
  }

  /** One line of a deadlock, with the stack below. */
  static String waits(CoroutineView one) {
    var text = new DumpText(true);
    text.addMember(one);
    return text.out.toString();
  }

  // ---- groups ----

  private void addGroup(List<CoroutineView> group) {
    CoroutineView first = group.get(0);
    out.append('\n');
    if (group.size() == 1) {
      describe(first, out, whole);
      return;
    }
    out.append(number(group.size())).append(" coroutines here, ").append(lower(first.state()));
    Duration longest =
        group.stream()
            .map(CoroutineView::since)
            .filter(Objects::nonNull)
            .max(Duration::compareTo)
            .orElse(null);
    if (longest != null) {
      out.append(" for up to ").append(time(longest));
    }
    addWaits(group);
    if (whole && first.stack().stream().anyMatch(each -> !each.variables().isEmpty())) {
      out.append("; the variables are those of #").append(first.number());
    }
    out.append('\n');
    addStack(first);
    out.append("  ").append(examples(group.stream().map(CoroutineView::label).toList()));
    addSchedulers(group);
    out.append('\n');
  }

  private void addWaits(List<CoroutineView> group) {
    Wait first = group.get(0).waitsFor();
    if (first != null && first.dueIn() != null) {
      Duration soonest =
          group.stream()
              .map(CoroutineView::waitsFor)
              .flatMap(each -> each == null ? Stream.empty() : Stream.ofNullable(each.dueIn()))
              .min(Duration::compareTo)
              .orElse(first.dueIn());
      out.append("; each ").append(verb(first)).append(first.what());
      out.append(", the first in ").append(time(soonest));
    } else {
      addWait(first, "; each ");
    }
    long others =
        group.stream()
            .map(CoroutineView::waitsFor)
            .filter(Objects::nonNull)
            .map(Wait::what)
            .distinct()
            .count();
    if (others > 1) {
      out.append(" (and ").append(number(others - 1)).append(" others)");
    }
  }

  private void addSchedulers(List<CoroutineView> group) {
    var schedulers = new TreeMap<String, Integer>();
    for (CoroutineView each : group) {
      if (each.scheduler() != null) {
        schedulers.merge(each.scheduler(), 1, Integer::sum);
      }
    }
    if (!schedulers.isEmpty()) {
      out.append("; on ").append(examples(List.copyOf(schedulers.keySet())));
    }
  }

  private static String examples(List<String> all) {
    String some = all.stream().limit(EXAMPLES).collect(Collectors.joining(", "));
    int more = all.size() - EXAMPLES;
    return more > 0 ? some + " and " + number(more) + " more" : some;
  }

  // ---- one ----

  static void describe(CoroutineView one, StringBuilder out) {
    describe(one, out, true);
  }

  private static void describe(CoroutineView one, StringBuilder out, boolean whole) {
    var text = new DumpText(whole);
    text.addOne(one);
    out.append(text.out);
  }

  private void addOne(CoroutineView one) {
    out.append(one.label()).append(' ').append(lower(one.state()));
    if (one.thread() != null) {
      out.append(" on ").append(one.thread());
    }
    if (one.since() != null) {
      out.append(" for ").append(time(one.since()));
    }
    addWait(one.waitsFor(), ", ");
    out.append('\n');
    addStack(one);
    if (one.scheduler() != null) {
      out.append("  belongs to ").append(one.scheduler()).append('\n');
    }
    if (one.scope() != null) {
      out.append("  in ").append(one.scope()).append('\n');
    }
    if (one.parent() != null) {
      out.append("  made by #").append(one.parent()).append('\n');
    }
    if (one.cancelRequested()) {
      out.append("  has been asked to stop\n");
    }
    addOrigin(one.origin(), out);
  }

  private static void addOrigin(List<StackTraceElement> origin, StringBuilder out) {
    if (!origin.isEmpty()) {
      out.append("  made at\n");
      origin.forEach(each -> out.append(HERE).append(each).append('\n'));
    }
  }

  private void addWait(@Nullable Wait wait, String before) {
    if (wait == null) {
      return;
    }
    out.append(before).append(verb(wait)).append(wait.what());
    if (wait.dueIn() != null) {
      out.append(", due in ").append(time(wait.dueIn()));
    }
  }

  /** What it does there. */
  static String verb(Wait wait) {
    return switch (wait.kind()) {
      case SEND -> "sends to ";
      case RECEIVE -> "receives from ";
      case SELECT -> "selects: ";
      case LOCK -> "waits for the lock ";
      case IO -> "waits to ";
      default -> "waits for ";
    };
  }

  private void addStack(CoroutineView one) {
    int shown = whole ? Integer.MAX_VALUE : FIRST_CALLS;
    if (one.stack().isEmpty() && one.state() == State.READY) {
      out.append(HERE).append("not started\n");
    }
    one.stack().stream().limit(shown).forEach(this::addCall);
    int left = one.stack().size() - shown;
    if (left > 0) {
      Call users = firstOfUsers(one.stack(), shown);
      if (users != null) {
        out.append(HERE).append("...\n");
        addCall(users);
        left--;
      }
      out.append(HERE).append("... ").append(left).append(" more\n");
    }
  }

  /** The first call that is neither the JDK's nor Weft's, if it is none of the first ones. */
  private static @Nullable Call firstOfUsers(List<Call> stack, int shown) {
    for (int i = 0; i < stack.size(); i++) {
      String type = stack.get(i).place().getClassName();
      if (!CallSites.isOwn(type) && !type.startsWith("java.") && !type.startsWith("jdk.")) {
        return i < shown ? null : stack.get(i);
      }
    }
    return null;
  }

  private void addCall(Call call) {
    out.append(HERE).append(call.place());
    if (whole && !call.variables().isEmpty()) {
      out.append("  ");
      out.append(call.variables().stream().map(Object::toString).collect(Collectors.joining(", ")));
    }
    out.append('\n');
  }

  // ---- words ----

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String count(long number, String what) {
    return number(number) + " " + what + (number == 1 ? "" : "s");
  }

  static String time(Duration time) {
    double seconds = time.toNanos() / 1e9;
    if (Math.abs(seconds) < 1) {
      return String.format(Locale.ROOT, "%.0f ms", seconds * 1000);
    }
    return seconds < 120
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : String.format(Locale.ROOT, "%,.0f min", seconds / 60);
  }
}
