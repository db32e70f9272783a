package dev.weft.agent;

import dev.weft.transformer.Verification;
import dev.weft.transformer.WeaveException;
import dev.weft.transformer.Weaver;
import dev.weft.transformer.WovenClass;
import dev.weft.transformer.dump.Dump;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.LoaderClassFiles;
import dev.weft.transformer.model.Names;
import dev.weft.transformer.report.MethodReport;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM calls for every class that it defines.
 *
 * <p>The JVM ignores what a transformer throws, so everything is reported here: a class that cannot
 * be woven is left as it is and named.
 */
final class WeavingTransformer implements ClassFileTransformer {

  private final AgentOptions options;
  private final ClassDefiner definer;

  /** Classes that came too early or could not be woven; calls of their methods are linked late. */
  private final Set<String> notWoven;

  private final BootClasses bootClasses = new BootClasses();
  private final @Nullable Dump dump;
  private final Map<ClassLoader, Hierarchy> hierarchies = new WeakHashMap<>();

  /**
   * A transformer.
   *
   * @param notWoven internal names of classes that are not woven; added to, from any thread
   */
  WeavingTransformer(AgentOptions options, ClassDefiner definer, Set<String> notWoven) {
    this.options = options;
    this.definer = definer;
    this.notWoven = notWoven;
    this.dump = options.dump() == null ? null : new Dump(options.dump());
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

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (loader == null || className == null || redefined != null || !isOfInterest(className)) {
      return null;
    }
    try {
      var weaver = new Weaver(hierarchy(loader), options.monitors());
      WovenClass woven = isWoven(className) ? weaver.weave(bytes) : weaver.complete(bytes);
      return woven == null ? null : accept(woven, loader, domain);
    } catch (WeaveException e) {
      notWoven.add(className);
      Log.problem(e.getMessage());
    } catch (Throwable e) {
      notWoven.add(className);
      Log.problem("cannot weave " + Names.binary(className) + ", which is left as it is: " + e);
    }
    return null;
  }

  /**
   * Rules out Weft's own classes first: the JVM asks for those too, before they can be of use here.
   */
  private static boolean isOfInterest(String className) {
    return !isOwn(className) && !Names.isPlatform(className);
  }

  private boolean isWoven(String className) {
    return isOfInterest(className) && options.includes(Names.binary(className));
  }

  private boolean isCertainlyWoven(String className) {
    return isWoven(className) && !notWoven.contains(className) && !bootClasses.contains(className);
  }

  private Hierarchy hierarchy(ClassLoader loader) {
    synchronized (hierarchies) {
      return hierarchies.computeIfAbsent(
          loader, key -> new Hierarchy(new LoaderClassFiles(key), name -> isCertainlyWoven(name)));
    }
  }

  private byte[] accept(WovenClass woven, ClassLoader loader, @Nullable ProtectionDomain domain) {
    woven.added().forEach((name, added) -> define(loader, name, added, domain));
    woven.methods().stream().map(MethodReport::refusal).forEach(WeavingTransformer::reportRefusal);
    try {
      show(woven, loader);
    } catch (IOException | RuntimeException e) { // the class is woven all the same
      Log.problem("cannot verify or dump " + Names.binary(woven.name()) + ": " + e);
    }
    return woven.bytes();
  }

  private void show(WovenClass woven, ClassLoader loader) throws IOException {
    if (options.verify()) {
      for (String problem : Verification.check(woven, hierarchy(loader))) {
        Log.problem("verification: " + problem);
      }
    }
    if (dump != null) {
      dump.write(woven);
    }
  }

  private static void reportRefusal(@Nullable String refusal) {
    if (refusal != null) {
      Log.problem(refusal);
    }
  }

  private void define(
      ClassLoader loader, String name, byte[] bytes, @Nullable ProtectionDomain domain) {
    try {
      definer.define(loader, name, bytes, domain);
    } catch (NoClassDefFoundError missing) {
      throw new LinkageError(
          "its frames need "
              + missing.getMessage()
              + "; put weft-runtime on the class path of the class loader "
              + loader,
          missing);
    }
  }
}
