package dev.weft.agent;

import dev.weft.transformer.model.ClassNames;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which classes the agent weaves; as a predicate, by internal name, those that it surely does. */
final class WovenClasses implements Predicate<String> {

  private final AgentOptions options;

  /** Classes that came too early or could not be woven; calls of their methods are linked late. */
  private final Set<String> notWoven;

  /** Classes with overrides that should have been woven, and were not known for such. */
  private final Set<String> leftPlain = ConcurrentHashMap.newKeySet();

  /**
   * Classes of which the agent has seen the definition begin, if it was attached while the program
   * runs; else null. A class whose definition began before, and had not ended when the loaded ones
   * were listed, is in no list; so only these are sure to be woven, and calls of others are linked
   * late.
   */
  private final @Nullable Set<String> begun;

  private final BootLoaderClasses bootClasses = new BootLoaderClasses();

  /**
   * The classes that options choose.
   *
   * @param notWoven internal names of classes that are not woven; added to, from any thread
   * @param running whether the program runs already, and may be loading classes
   */
  WovenClasses(AgentOptions options, Set<String> notWoven, boolean running) {
    this.options = options;
    this.notWoven = notWoven;
    begun = running ? ConcurrentHashMap.newKeySet() : null;
  }

  /** Whether a class belongs to Weft itself, by its internal name. */
  static boolean isOwn(String internalName) {
    return internalName.startsWith("dev/weft/")
        && (internalName.indexOf('/', "dev/weft/".length()) < 0
            || internalName.startsWith("dev/weft/internal/")
            || internalName.startsWith("dev/weft/io/")
            || internalName.startsWith("dev/weft/spi/")
            || internalName.startsWith("dev/weft/woven/")
            || internalName.startsWith("dev/weft/transformer/")
            || internalName.startsWith("dev/weft/agent/"));
  }

  /**
   * Rules out Weft's own classes first: the JVM asks for those too, before they can be of use here.
   */
  static boolean isOfInterest(String className) {
    return !isOwn(className) && !ClassNames.isPlatform(className);
  }

  /** Whether a class of interest is to be woven. */
  boolean isChosen(String className) {
    return options.includesAll() || options.includes(ClassNames.binary(className));
  }

  @Override
  public boolean test(String className) {
    return isOfInterest(className)
        && isChosen(className)
        && !notWoven.contains(className)
        && !leftPlain.contains(className)
        && (begun == null || begun.contains(className))
        && !bootClasses.contains(className);
  }

  /** Whether a class came too early, could not be woven, or is not to be. */
  boolean isLeft(String className) {
    return notWoven.contains(className) || !isChosen(className);
  }

  /** Remembers that a class is woven now. */
  void begun(String className) {
    if (begun != null) {
      begun.add(className);
    }
  }

  /** There was nothing to weave in a class, so there is no need to remember it. */
  void untouched(String className) {
    if (begun != null) {
      begun.remove(className);
    }
  }

  /**
   * Remembers that a class has an override that was not woven. Who loads later, and calls it by
   * {@code super}, is to call what is there.
   */
  void leftPlain(String className) {
    leftPlain.add(className);
  }

  /** Remembers that a class could not be woven. */
  void failed(String className) {
    notWoven.add(className);
  }
}
