package dev.weft.context;

import dev.weft.spi.ThreadContextElement;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;

/** One library's thread-local, as its users put values there and look at them. */
enum Bridge {
  MDC {
    @Override
    void set(String value) {
      org.slf4j.MDC.put("key", value);
    }

    @Override
    String get() {
      return org.slf4j.MDC.get("key");
    }

    @Override
    void clear() {
      org.slf4j.MDC.remove("key");
    }
  },

  OPEN_TELEMETRY {
    @Override
    @SuppressWarnings("MustBeClosedChecker")
    void set(String value) {
      var unused = Libraries.telemetry(value).makeCurrent();
    }

    @Override
    String get() {
      return io.opentelemetry.context.Context.current().get(Libraries.SPAN);
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker")
    void clear() {
      var unused = io.opentelemetry.context.Context.root().makeCurrent();
    }

    @Override
    @SuppressWarnings("try") // a scope is only there to be closed
    <T> T with(String value, Callable<T> body) throws Exception {
      try (var scope = Libraries.telemetry(value).makeCurrent()) {
        return body.call();
      }
    }
  },

  MICROMETER {
    @Override
    void set(String value) {
      Libraries.TENANT.set(value);
    }

    @Override
    String get() {
      return Libraries.TENANT.get();
    }

    @Override
    void clear() {
      Libraries.TENANT.remove();
    }
  },

  SPRING_SECURITY {
    @Override
    void set(String value) {
      Libraries.logIn(value);
    }

    @Override
    String get() {
      return Libraries.user();
    }

    @Override
    void clear() {
      Libraries.logIn(null);
    }
  };

  static {
    Libraries.register();
  }

  abstract void set(String value);

  /** Null if nothing is set. */
  abstract String get();

  abstract void clear();

  /** Ordinary code that has a value for a while. */
  <T> T with(String value, Callable<T> body) throws Exception {
    set(value);
    try {
      return body.call();
    } finally {
      clear();
    }
  }

  /** How many elements Weft finds. */
  static long found() {
    return ServiceLoader.load(ThreadContextElement.class).stream().count();
  }
}
