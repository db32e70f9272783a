package context;

import dev.weft.Generator;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Context;
import dev.weft.tests.conformance.Probe;
import java.io.IOException;
import java.util.NoSuchElementException;

/** Values that calls carry, wherever they suspend. */
public final class Contexts {

  private static final Context.Key<String> USER = Context.key("user");
  private static final Context.Key<Integer> LEVEL = Context.key("level");

  private Contexts() {}

  @Async
  private static String user(Probe p) {
    String before = USER.orElse("none");
    Weft.await(p.later(1));
    String after = USER.orElse("none");
    return before.equals(after) ? after : before + " became " + after;
  }

  @Async
  private static Task<String> task(Probe p) {
    return Task.completed("task of " + user(p) + Weft.await(p.later("!")));
  }

  @Async
  private static int deep(Probe p, int depth) {
    if (depth == 0) {
      return Weft.await(p.later(LEVEL.get()));
    }
    int below = Context.where(LEVEL, depth).call(() -> deep(p, depth - 1));
    return below + (LEVEL.orElse(depth + 1) == depth + 1 ? 1 : 0);
  }

  @Async
  private static Generator<String> elements(String name) {
    Weft.emit(name + " " + USER.orElse("none"));
    Context.where(USER, "generator")
        .run(
            () -> {
              Weft.emit(name + " " + USER.get());
              Weft.emit(name + " " + USER.get());
            });
    Weft.emit(name + " " + USER.orElse("none"));
    return null;
  }

  @Async
  private static void fails(Probe p) throws IOException {
    Weft.await(p.later(1));
    throw new IOException("of " + USER.get());
  }

  @Async
  private static void generators(Probe p) {
    Generator<String> made = Context.where(USER, "maker").call(() -> elements("made"));
    for (String each : made) {
      p.log(each);
      p.log(USER.orElse("mine"));
      p.log(user(p));
    }
  }

  @Async
  public static Object run(Probe p) throws Exception {
    p.log(user(p));
    Context.Bindings anna = Context.where(USER, "anna").where(LEVEL, 7);
    p.log(anna.call(() -> user(p) + LEVEL.get()));
    Task<String> task = anna.call(() -> task(p));
    p.log(Weft.await(task));
    p.log(anna.call(() -> Weft.await(task(p))));
    anna.run(
        () -> {
          p.log(Context.where(USER, "ben").call(() -> user(p)));
          p.log(user(p));
          generators(p);
        });
    try {
      anna.run(() -> fails(p));
    } catch (Exception failed) {
      p.log(failed.getMessage());
    }
    try {
      p.log(USER.get());
    } catch (NoSuchElementException unbound) {
      p.log(unbound.getMessage().startsWith("the context key 'user' is not bound (at context.Contexts."));
    }
    p.log(deep(p, 3_000));
    return user(p);
  }

  /** Generators do nothing unless they are woven. */
  public static Object expected(Probe p) {
    for (String each : "none,anna7,task of anna!,task of anna!,ben,anna".split(",")) {
      p.log(each);
    }
    for (String each : "maker,generator,generator,maker".split(",")) {
      p.log("made " + each);
      p.log("anna");
      p.log("anna");
    }
    p.log("of anna");
    p.log(true);
    p.log(3_001);
    return "none";
  }
}
