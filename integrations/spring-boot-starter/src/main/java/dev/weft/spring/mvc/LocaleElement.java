package dev.weft.spring.mvc;

import dev.weft.spi.ThreadContextElement;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.i18n.SimpleTimeZoneAwareLocaleContext;

/**
 * Gives each coroutine the locale and time zone of the request that it was started for, where
 * {@link LocaleContextHolder} has them. Without it a coroutine would have those of the machine, and
 * nobody would notice.
 *
 * <p>What is carried is what the request said when the coroutine was made, not the request, which
 * the coroutine may outlive.
 */
public final class LocaleElement
    implements ThreadContextElement<LocaleContext>, InitializingBean, DisposableBean {

  /** For Spring. */
  public LocaleElement() {}

  @Override
  public void afterPropertiesSet() {
    ThreadContextElement.register(this);
  }

  @Override
  public void destroy() {
    boolean unused = ThreadContextElement.unregister(this);
  }

  @Override
  public @Nullable LocaleContext capture() {
    LocaleContext now = LocaleContextHolder.getLocaleContext();
    return now == null || now instanceof Carried ? now : new Carried(now);
  }

  @Override
  public void restore(@Nullable LocaleContext state) {
    LocaleContextHolder.setLocaleContext(state);
  }

  /** A copy. */
  private static final class Carried extends SimpleTimeZoneAwareLocaleContext {
    Carried(LocaleContext of) {
      super(LocaleContextHolder.getLocale(of), LocaleContextHolder.getTimeZone(of));
    }
  }
}
