package dev.weft.internal.observe;

import dev.weft.internal.engine.WaitTarget;
import dev.weft.internal.util.CallSites;
import dev.weft.spi.Scheduler;

/** Names what coroutines have to do with, without calling what is the user's. */
public final class Names {

  private Names() {}

  /** A scheduler: by its own name if it is one of Weft's. */
  public static String of(Scheduler scheduler) {
    Class<?> type = scheduler.getClass();
    boolean isNamed = CallSites.isOwn(type.getName()) && !type.isHidden();
    return isNamed ? scheduler.toString() : identity(scheduler);
  }

  /** An object: its class, and what tells it apart from others of that. */
  public static String identity(Object thing) {
    String name = thing.getClass().getName();
    int lambda = name.indexOf("$$Lambda");
    String type = lambda < 0 ? name : name.substring(0, lambda);
    return type.substring(type.lastIndexOf('.') + 1) + WaitTarget.identity(thing);
  }
}
