package dev.weft.context;

import io.micrometer.context.ContextRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.List;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** What the libraries need to be used. */
final class Libraries {

  static final ContextKey<String> SPAN = ContextKey.named("span");

  static final ThreadLocal<String> TENANT = new ThreadLocal<>();

  private Libraries() {}

  static void register() {
    ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", TENANT);
  }

  static Context telemetry(String value) {
    return Context.current().with(SPAN, value);
  }

  /** As code does that knows that there is a context for each thread. */
  static void logIn(String name) {
    SecurityContextHolder.getContext()
        .setAuthentication(
            name == null ? null : new TestingAuthenticationToken(name, "", List.of()));
  }

  static String user() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    return authentication == null ? null : authentication.getName();
  }
}
