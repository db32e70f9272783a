package dev.weft.observe;

import dev.weft.AsyncGenerator;
import dev.weft.Task;
import dev.weft.internal.engine.Completion;
import dev.weft.internal.engine.Coroutine;
import dev.weft.internal.engine.CoroutineLocals;
import dev.weft.internal.engine.ObservedCoroutine;
import dev.weft.internal.engine.OpenScope;
import dev.weft.internal.loop.Loops;
import dev.weft.internal.observe.CoroutineRegistry;
import dev.weft.internal.observe.LeakLog;
import dev.weft.internal.observe.Names;
import dev.weft.internal.observe.Observers;
import dev.weft.internal.tasks.TaskCoroutine;
import dev.weft.observe.CoroutineView.Call;
import dev.weft.observe.CoroutineView.State;
import dev.weft.spi.Scheduler;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes one dump: collects the coroutines, looks at each, then says how they belong together.
 *
 * <p>Nothing is stopped. A coroutine's number of suspensions is read before and after its frames,
 * and what moved in between is looked at again ({@link LookedAt}).
 */
final class DumpBuilder {

  private static final long PATIENCE = 200_000_000; // nanoseconds

  /** How many scopes inside one another are looked at: the chain may be changing. */
  private static final int SCOPES = 100;

  private final IdentityHashMap<Coroutine, LookedAt> all = new IdentityHashMap<>();
  private final Deque<LookedAt> unread = new ArrayDeque<>();
  private final IdentityHashMap<Coroutine, Forked> forked = new IdentityHashMap<>();
  private final RunningStacks threads = new RunningStacks();
  private final boolean registers = CoroutineRegistry.isOn();

  /** Where a coroutine was forked, and by whom. */
  private record Forked(String scope, long owner) {}

  private DumpBuilder() {}

  static CoroutineDump build() {
    return new DumpBuilder().dump();
  }

  private CoroutineDump dump() {
    Instant taken = Instant.now();
    for (Coroutine each : collect()) {
      enter(each);
    }
    threads.takeLoops();
    while (!unread.isEmpty()) { // what they wait for comes in meanwhile
      read(unread.poll());
    }
    all.values().removeIf(each -> each.coroutine().isDone());
    all.values().forEach(this::readScopes);
    List<CoroutineView> views =
        all.values().stream()
            .map(this::view)
            .sorted(Comparator.comparingLong(CoroutineView::number))
            .toList();
    List<List<Long>> deadlocks = new Deadlocks(all).find();
    LeakLog.deadlocked(circles(deadlocks, views));
    return new CoroutineDump(
        taken, Observers.isObserved(), Observers.since(), views, deadlocks, leaks());
  }

  private static List<Coroutine> collect() {
    List<Coroutine> found = CoroutineRegistry.live();
    found.addAll(Loops.live(PATIENCE));
    return found;
  }

  /** For the case that nobody else knows what they wait for: the collector takes them then. */
  private static List<LeakLog.Circle> circles(List<List<Long>> deadlocks, List<CoroutineView> all) {
    if (deadlocks.isEmpty()) {
      return List.of(); // as nearly always
    }
    var views = new HashMap<Long, CoroutineView>();
    all.forEach(each -> views.put(each.number(), each));
    var circles = new ArrayList<LeakLog.Circle>();
    for (List<Long> each : deadlocks) {
      List<String> members =
          each.stream().map(views::get).filter(Objects::nonNull).map(DumpText::waits).toList();
      circles.add(new LeakLog.Circle(each, members));
    }
    return circles;
  }

  static List<LeakedCoroutines> leaks() {
    return LeakLog.all().stream().map(DumpBuilder::leak).toList();
  }

  private static LeakedCoroutines leak(LeakLog.Leaks found) {
    LeakLog.Place place = found.place();
    return new LeakedCoroutines(
        found.count(),
        found.numbers(),
        place.name(),
        place.stack(),
        place.waitedFor(),
        place.origin(),
        place.circle());
  }

  private LookedAt enter(Coroutine coroutine) {
    LookedAt known = all.get(coroutine);
    if (known == null) {
      ObservedCoroutine entry =
          registers ? CoroutineRegistry.adopt(coroutine) : coroutine.observed();
      long number = entry == null ? CoroutineRegistry.newNumber() : entry.number();
      known = new LookedAt(coroutine, entry, number);
      all.put(coroutine, known);
      unread.add(known);
    }
    return known;
  }

  private void read(LookedAt one) {
    one.read(threads);
    for (TaskCoroutine needed : one.needed()) {
      var unused = enter(needed);
    }
  }

  private void readScopes(LookedAt owner) {
    CoroutineLocals locals = owner.coroutine().locals();
    OpenScope scope = locals == null ? null : locals.innermost();
    for (int i = 0; i < SCOPES && scope != null; i++) {
      var here = new Forked(scope.toString(), owner.number());
      for (Coroutine child : scope.running()) {
        forked.putIfAbsent(child, here);
      }
      scope = scope.outer();
    }
  }

  // ---- what is told of one ----

  private CoroutineView view(LookedAt one) {
    Coroutine coroutine = one.coroutine();
    CoroutineLocals locals = coroutine.locals();
    ObservedCoroutine entry = one.entry();
    StackTraceElement[] origin = entry == null ? null : entry.origin();
    Forked in = forked.get(coroutine);
    List<Call> stack = one.stack();
    return new CoroutineView(
        one.number(),
        name(coroutine, stack),
        new WeakReference<>((Task<?>) coroutine),
        scheduler(coroutine),
        one.state(),
        one.thread(),
        since(one),
        one.state() == State.SUSPENDED ? waitsFor(one) : null,
        stack,
        in == null ? null : in.scope(),
        parent(locals, in, entry),
        origin == null ? List.of() : List.of(origin),
        coroutine.isCancelRequested());
  }

  /** Its name; of one that works for an async generator, the method that it does that for. */
  private static @Nullable String name(Coroutine coroutine, List<Call> stack) {
    String given = coroutine.name();
    if (given != null || stack.isEmpty()) {
      return given;
    }
    StackTraceElement root = stack.get(stack.size() - 1).place();
    boolean helps = root.getClassName().equals(AsyncGenerator.class.getName());
    return helps ? root.getMethodName() : null;
  }

  private static @Nullable Duration since(LookedAt one) {
    long began = one.since();
    return began == ObservedCoroutine.UNKNOWN
        ? null
        : Duration.ofNanos(Math.max(0, one.at() - began));
  }

  private @Nullable Long parent(
      @Nullable CoroutineLocals locals, @Nullable Forked in, @Nullable ObservedCoroutine entry) {
    if (in != null) {
      return in.owner();
    }
    CoroutineLocals within = locals == null ? null : locals.within();
    LookedAt around = within == null ? null : all.get(within.coroutine());
    if (around != null) {
      return around.number();
    }
    return entry == null || entry.parent() == 0 ? null : entry.parent();
  }

  private static @Nullable String scheduler(Coroutine coroutine) {
    Scheduler scheduler = coroutine instanceof TaskCoroutine task ? task.scheduler() : null;
    return scheduler == null ? null : Names.of(scheduler);
  }

  private CoroutineView.Wait waitsFor(LookedAt one) {
    return one.waitsFor(this::label, this::number);
  }

  private @Nullable Long number(Completion needed) {
    LookedAt known = needed instanceof Coroutine coroutine ? all.get(coroutine) : null;
    return known == null ? null : known.number();
  }

  /** {@code #17 "name"}. */
  private String label(Completion needed) {
    if (!(needed instanceof Coroutine coroutine)) {
      return "something else";
    }
    return known(coroutine) + (coroutine.isDone() ? ", which has ended" : "");
  }

  private String known(Coroutine coroutine) {
    LookedAt here = all.get(coroutine);
    ObservedCoroutine entry = coroutine.observed();
    String name = coroutine.name();
    if (here != null) {
      return ObservedCoroutine.label(here.number(), name);
    }
    if (entry != null) {
      return ObservedCoroutine.label(entry.number(), name);
    }
    return name == null ? "a coroutine" : "a coroutine \"" + name + "\"";
  }
}
