package tries;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** try-with-resources whose resources suspend when they are closed. */
public final class Resources {

  private static final class Resource implements AutoCloseable {
    private final Probe p;
    private final String name;
    private final boolean fails;

    Resource(Probe p, String name, boolean fails) {
      this.p = p;
      this.name = name;
      this.fails = fails;
      p.log("open " + name);
    }

    @Async
    String use(boolean fail) {
      String value = await(p.later("use " + name));
      if (fail) {
        throw new IllegalStateException("failed to " + value);
      }
      return value;
    }

    @Async
    @Override
    public void close() throws Exception {
      p.log("closing " + name + await(p.later("...")));
      if (fails) {
        await(p.fail(new Exception("close " + name)));
      }
      p.log("closed " + name);
    }
  }

  @Async
  public static Object run(Probe p) throws Exception {
    for (int bits = 0; bits < 8; bits++) {
      try {
        p.log(two(p, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0));
      } catch (Exception e) {
        StringBuilder text = new StringBuilder(bits + " threw " + e.getMessage());
        for (Throwable suppressed : e.getSuppressed()) {
          text.append(" / ").append(suppressed.getMessage());
        }
        p.log(text);
      }
    }
    p.log(nothing(p));
    p.log(existing(p, new Resource(p, "existing", false)));
    return failing(p);
  }

  @Async
  private static String two(Probe p, boolean use, boolean first, boolean second) throws Exception {
    try (Resource a = new Resource(p, "a" + await(p.later(1)), first);
        Resource b = new Resource(p, a.name + "b", second)) {
      return a.use(false) + b.use(use);
    }
  }

  @Async
  private static String nothing(Probe p) throws Exception {
    try (Resource none = null) {
      return "none " + await(p.later(none));
    }
  }

  @Async
  private static String existing(Probe p, Resource resource) throws Exception {
    try (resource) {
      return resource.use(false);
    } finally {
      p.log("after " + await(p.later("close")));
    }
  }

  @Async
  private static Object failing(Probe p) throws Exception {
    try (Resource a = new Resource(p, "a", true);
        Resource b = new Resource(p, "b", true)) {
      await(p.fail(new Exception("body")));
      return a.name + b.name;
    }
  }
}
