package dev.weft.agent;

import dev.weft.transformer.Verification;
import dev.weft.transformer.WeaveException;
import dev.weft.transformer.Weaver;
import dev.weft.transformer.WovenClass;
import dev.weft.transformer.model.ClassHeader;
import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.ModuleBoundaries;
import dev.weft.transformer.report.MethodReport;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM calls for every class that it defines or redefines.
 *
 * <p>The JVM ignores what a transformer throws, so everything is reported here: a class that cannot
 * be woven is left as it is and named.
 *
 * <p>It is not one that can retransform: so the JVM keeps what it has woven, and other agents'
 * retransformations begin with that.
 */
final class WeavingTransformer implements ClassFileTransformer {

  private final AgentOptions options;
  private final ClassDefiner definer;
  private final Redefinition redefinition;

  private final WovenClasses classes;
  private final FlightRecorderNotice flightRecorder;
  private final @Nullable Dumps dumps;
  private final LoaderMap<LoaderClasses> loaders = new LoaderMap<>();
  private final UnresolvedSupertypes unknown;

  WeavingTransformer(
      AgentOptions options,
      ClassDefiner definer,
      Redefinition redefinition,
      WovenClasses classes,
      FlightRecorderNotice flightRecorder) {
    this.options = options;
    this.definer = definer;
    this.redefinition = redefinition;
    this.classes = classes;
    unknown = new UnresolvedSupertypes(classes);
    this.flightRecorder = flightRecorder;
    this.dumps = Dumps.of(options);
  }

  /**
   * Looks at a class for no other reason than to load the classes that this takes.
   *
   * <p>The JVM does not call a transformer for what it loads itself, but for what another agent's
   * transformer loads. If that one was called for one of our classes, and what it loads had us load
   * the same class inside, the JVM would find it defined twice. Before we are asked for anything,
   * that cannot be.
   */
  void prepare(OwnClassFiles files) {
    String name = "dev/weft/agent/Definition";
    byte[] file = files.of(Definition.class);
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    byte[] same = transform(new Definition(loader, known(loader), null, name, null, null, file));
    assert same == null : "there is no coroutine in it";
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable Module module,
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (loader == null) {
      flightRecorder.notice(className);
      return null;
    }
    String name = className == null ? nameIn(bytes) : className;
    if (name == null || !WovenClasses.isOfInterest(name)) {
      return null;
    }
    AgentOrder.notice(name);
    LoaderClasses known = known(loader);
    if (module != null) {
      known.add(module);
    }
    return transform(new Definition(loader, known, module, name, redefined, domain, bytes));
  }

  /** A class that is defined without a name has it in its file. */
  private static @Nullable String nameIn(byte[] bytes) {
    try {
      return new ClassHeader(bytes).name();
    } catch (RuntimeException noClass) {
      return null; // the JVM says so
    }
  }

  private LoaderClasses known(ClassLoader loader) {
    synchronized (loaders) {
      LoaderClasses known = loaders.get(loader);
      if (known == null) {
        known = new LoaderClasses(loader, loaders, classes);
        loaders.put(loader, known);
      }
      return known;
    }
  }

  private byte @Nullable [] transform(Definition definition) {
    String name = definition.name();
    byte[] result = null;
    try {
      WovenClass woven = weave(definition);
      for (String problem : definition.known().hierarchy().problemsOfDeclarations()) {
        Log.problem(problem);
      }
      if (definition.redefined() != null) {
        return redefinition.accept(definition, woven, classes.isLeft(name));
      }
      remember(definition, woven != null);
      result = woven == null ? null : accept(woven, definition);
    } catch (WeaveException e) {
      classes.failed(name);
      String message = String.valueOf(e.getMessage());
      Log.problem(message.contains(binary(name)) ? message : binary(name) + ": " + message);
    } catch (LinkageError e) { // its frames cannot be defined, and the message says why
      classes.failed(name);
      Log.problem("cannot weave " + binary(name) + ", which is left as it is: " + e.getMessage());
    } catch (Throwable e) {
      classes.failed(name);
      Log.problem(
          "cannot weave "
              + binary(name)
              + ", which is left as it is: its @Async methods block, or throw where they would have"
              + " to wait ("
              + e
              + "). It is an error in Weft; the option exclude="
              + binary(name)
              + " leaves the class alone without this message");
    }
    return result;
  }

  private @Nullable WovenClass weave(Definition definition) {
    var weaver = new Weaver(definition.known().hierarchy(), options.rules());
    weaver = dumps == null ? weaver : weaver.explaining();
    if (!classes.isChosen(definition.name())) {
      return weaver.complete(definition.bytes());
    }
    classes.begun(definition.name());
    WovenClass woven = weaver.weave(definition.bytes());
    if (woven == null) {
      classes.untouched(definition.name());
    }
    return woven;
  }

  /** For those that load later, and may find no class file of this one. */
  private void remember(Definition definition, boolean woven) {
    Hierarchy hierarchy = definition.known().hierarchy();
    String name = definition.name();
    boolean matters = woven || hierarchy.isAdded(name);
    if (!matters && !hierarchy.missesAny()) {
      return;
    }
    Set<String> missing = hierarchy.missing(new ClassHeader(definition.bytes()));
    if (matters || !missing.isEmpty() || hierarchy.isMissing(name)) {
      definition.known().remember(name, definition.bytes());
    }
    unknown.arrived(name, hierarchy, missing);
    for (String waitedFor : unknown.add(definition, missing)) {
      for (LoaderClasses each : loaders.values()) {
        if (each.hierarchy().isAdded(waitedFor)) { // it came before, and another way
          unknown.arrived(waitedFor, each.hierarchy(), Set.of());
        }
      }
    }
  }

  private byte[] accept(WovenClass woven, Definition definition) {
    for (Map.Entry<String, byte[]> added : woven.added().entrySet()) {
      define(definition, added.getKey(), added.getValue());
    }
    definition.known().shapes().put(definition.name(), new WovenShape(woven));
    woven.methods().stream().map(MethodReport::refusal).forEach(WeavingTransformer::reportRefusal);
    woven.methods().forEach(method -> method.warnings().forEach(Log::warning));
    try {
      show(woven, definition);
    } catch (IOException | RuntimeException e) { // the class is woven all the same
      Log.problem("cannot verify or dump " + binary(woven.name()) + ": " + e);
    }
    return woven.bytes();
  }

  private void show(WovenClass woven, Definition definition) throws IOException {
    if (options.verify()) {
      Module module = definition.module();
      var modules = module == null ? ModuleBoundaries.NONE : new AgentModules(module);
      for (String problem : Verification.check(woven, definition.known().hierarchy(), modules)) {
        Log.problem("verification: " + problem);
      }
    }
    if (dumps != null) {
      dumps.write(woven);
    }
  }

  private static void reportRefusal(@Nullable String refusal) {
    if (refusal != null) {
      Log.problem(refusal);
    }
  }

  private void define(Definition definition, String name, byte[] bytes) {
    try {
      definer.define(definition.loader(), name, bytes, definition.domain());
    } catch (NoClassDefFoundError missing) {
      throw new LinkageError(
          "its frames need "
              + missing.getMessage()
              + "; put weft-runtime on the class path of the class loader "
              + definition.loader(),
          missing);
    }
  }

  private static String binary(String name) {
    return ClassNames.binary(name);
  }
}
