package dev.weft.agent;

import dev.weft.transformer.model.Names;
import java.util.Set;
import java.util.function.Predicate;

/** Which classes the agent weaves; as a predicate, by internal name, those that it surely does. */
final class WovenClasses implements Predicate<String> {

  private final AgentOptions options;

  /** Classes that came too early or could not be woven; calls of their methods are linked late. */
  private final Set<String> notWoven;

  private final BootClasses bootClasses = new BootClasses();

  /**
   * The classes that options choose.
   *
   * @param notWoven internal names of classes that are not woven; added to, from any thread
   */
  WovenClasses(AgentOptions options, Set<String> notWoven) {
    this.options = options;
    this.notWoven = notWoven;
  }

  /** Whether a class belongs to Weft itself, by its internal name. */
  static boolean isOwn(String internalName) {
    return internalName.startsWith("dev/weft/")
        && (internalName.indexOf('/', "dev/weft/".length()) < 0
            || internalName.startsWith("dev/weft/runtime/")
            || internalName.startsWith("dev/weft/loop/")
            || internalName.startsWith("dev/weft/io/")
            || internalName.startsWith("dev/weft/transformer/")
            || internalName.startsWith("dev/weft/agent/"));
  }

  /**
   * Rules out Weft's own classes first: the JVM asks for those too, before they can be of use here.
   */
  static boolean isOfInterest(String className) {
    return !isOwn(className) && !Names.isPlatform(className);
  }

  /** Whether a class of interest is to be woven. */
  boolean isChosen(String className) {
    return options.includesAll() || options.includes(Names.binary(className));
  }

  @Override
  public boolean test(String className) {
    return isOfInterest(className)
        && isChosen(className)
        && !notWoven.contains(className)
        && !bootClasses.contains(className);
  }

  /** Remembers that a class could not be woven. */
  void failed(String className) {
    notWoven.add(className);
  }
}
