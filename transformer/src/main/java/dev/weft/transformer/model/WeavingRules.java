package dev.weft.transformer.model;

/**
 * What weaving does where it could do one thing or another; the same for everything woven together.
 *
 * @param monitors what is done with methods that suspend while they hold a monitor
 * @param compatibility which other library's calls are woven as if they were Weft's
 */
public record WeavingRules(Monitors monitors, Compatibility compatibility) {

  /** What is done unless something else is asked for. */
  public static final WeavingRules DEFAULT = new WeavingRules(Monitors.REFUSE, Compatibility.NONE);

  /** The default, but for monitors. */
  public static WeavingRules of(Monitors monitors) {
    return new WeavingRules(monitors, Compatibility.NONE);
  }
}
