package dev.weft.context.springsecurity;

import dev.weft.spi.ThreadContextElement;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

/**
 * Gives each coroutine a security context of its own, as each thread has one: it begins with the
 * {@link Authentication} of its maker, and whoever it logs in or out is so for it alone.
 *
 * <p>A {@link SecurityContext} can be changed, and code does so ({@code
 * SecurityContextHolder.getContext().setAuthentication(...)}). So it is never passed on: each step
 * of a coroutine has a new one with the coroutine's authentication. Ask the holder for it after a
 * suspension, and do not keep one in a variable. A context of another class than Spring's own
 * {@link SecurityContextImpl} may have more in it, and is passed on as it is.
 *
 * <p>What {@link SecurityContextHolder} has is carried, whichever strategy it uses; with one that
 * is global for the process nothing is gained. A context that is only loaded when it is asked for,
 * from the session say, is loaded when a coroutine is made.
 *
 * <p>Found by Weft itself where this jar is on the class path. Any thread.
 */
public final class SecurityContextElement implements ThreadContextElement<Object> {

  /** For Weft. */
  public SecurityContextElement() {}

  /** An authentication, a context of a class that is not Spring's, or null if nobody is known. */
  @Override
  public @Nullable Object capture() {
    SecurityContext context = SecurityContextHolder.getContext();
    return context.getClass() == SecurityContextImpl.class ? context.getAuthentication() : context;
  }

  @Override
  public void restore(@Nullable Object state) {
    if (state == null) {
      SecurityContextHolder.clearContext();
    } else if (state instanceof SecurityContext context) {
      SecurityContextHolder.setContext(context);
    } else {
      SecurityContextHolder.setContext(new SecurityContextImpl((Authentication) state));
    }
  }
}
