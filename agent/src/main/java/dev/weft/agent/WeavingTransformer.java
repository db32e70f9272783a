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

  private final WovenClasses classes;
  private final @Nullable Dump dump;
  private final Map<ClassLoader, Hierarchy> hierarchies = new WeakHashMap<>();

  WeavingTransformer(AgentOptions options, ClassDefiner definer, WovenClasses classes) {
    this.options = options;
    this.definer = definer;
    this.classes = classes;
    this.dump = options.dump() == null ? null : new Dump(options.dump());
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (loader == null || className == null || redefined != null) {
      return null;
    }
    return WovenClasses.isOfInterest(className) ? weave(loader, className, domain, bytes) : null;
  }

  private byte @Nullable [] weave(
      ClassLoader loader, String className, @Nullable ProtectionDomain domain, byte[] bytes) {
    try {
      var weaver = new Weaver(hierarchy(loader), options.monitors());
      WovenClass woven = classes.isChosen(className) ? weaver.weave(bytes) : weaver.complete(bytes);
      return woven == null ? null : accept(woven, loader, domain);
    } catch (WeaveException e) {
      classes.failed(className);
      String name = Names.binary(className);
      String message = String.valueOf(e.getMessage());
      Log.problem(message.contains(name) ? message : name + ": " + message);
    } catch (Throwable e) {
      classes.failed(className);
      Log.problem("cannot weave " + Names.binary(className) + ", which is left as it is: " + e);
    }
    return null;
  }

  private Hierarchy hierarchy(ClassLoader loader) {
    synchronized (hierarchies) {
      Hierarchy known = hierarchies.get(loader);
      if (known == null) {
        known = new Hierarchy(new LoaderClassFiles(loader), classes);
        hierarchies.put(loader, known);
      }
      return known;
    }
  }

  private byte[] accept(WovenClass woven, ClassLoader loader, @Nullable ProtectionDomain domain) {
    woven.added().forEach((name, added) -> define(loader, name, added, domain));
    woven.methods().stream().map(MethodReport::refusal).forEach(WeavingTransformer::reportRefusal);
    woven.methods().forEach(method -> method.warnings().forEach(Log::warning));
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
