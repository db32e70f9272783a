package dev.weft.transformer;

import dev.weft.transformer.analysis.AsyncBodies;
import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.analysis.MethodAnalysis;
import dev.weft.transformer.analysis.MethodAnalyzer;
import dev.weft.transformer.analysis.RefusedException;
import dev.weft.transformer.analysis.RuntimeProxies;
import dev.weft.transformer.emit.ClassWriters;
import dev.weft.transformer.emit.CoroutineEmitter;
import dev.weft.transformer.emit.FrameClassEmitter;
import dev.weft.transformer.emit.LambdaInterfaces;
import dev.weft.transformer.emit.LambdaRewriter;
import dev.weft.transformer.emit.ReferenceAdapters;
import dev.weft.transformer.emit.SynchronizedMethods;
import dev.weft.transformer.layout.FrameLayouter;
import dev.weft.transformer.layout.FrameSpec;
import dev.weft.transformer.model.AddedClassNames;
import dev.weft.transformer.model.ClassInfo;
import dev.weft.transformer.model.Diamonds;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Kind;
import dev.weft.transformer.model.Monitors;
import dev.weft.transformer.model.RuntimeNames;
import dev.weft.transformer.model.TaskAdapter;
import dev.weft.transformer.model.WeavingRules;
import dev.weft.transformer.report.MethodReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** One class on its way through the passes. */
final class ClassWeaving {

  private static final String FRAME_TOO_LARGE =
      "keeps more across its suspension points than a frame class can hold; split it into several"
          + " @Async methods";

  private final ClassNode owner;
  private final Hierarchy hierarchy;
  private final boolean changed;
  private final Monitors monitors;
  private final boolean explains;
  private final Map<String, String> tooLarge;
  private final ClassInfo info;
  private final List<AsyncBody> diamonds;
  private final AddedClassNames names;
  private final LambdaInterfaces lambdaInterfaces;
  private final Set<String> named;

  private List<AsyncBody> bodies = List.of();
  private final Map<String, byte[]> added = new LinkedHashMap<>();
  private final List<MethodNode> newMethods = new ArrayList<>();
  private final List<MethodReport> reports = new ArrayList<>();

  /**
   * A class to weave.
   *
   * @param owner the class; it is changed
   * @param changed whether it is another already than its file says
   * @param explains whether reports have details
   * @param tooLarge reasons to refuse methods, by name and descriptor
   */
  ClassWeaving(
      ClassNode owner,
      boolean changed,
      ClassInfo info,
      Hierarchy hierarchy,
      WeavingRules rules,
      boolean explains,
      Map<String, String> tooLarge) {
    this.owner = owner;
    this.changed = changed;
    this.info = info;
    this.hierarchy = hierarchy;
    monitors = rules.monitors();
    this.explains = explains;
    this.tooLarge = tooLarge;
    diamonds = Diamonds.of(hierarchy, info).stream().map(this::inherited).toList();
    names = new AddedClassNames(hierarchy);
    lambdaInterfaces = new LambdaInterfaces(owner, names);
    named = ReferencedClasses.of(owner);
  }

  private AsyncBody inherited(ClassInfo.Method method) {
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT;
    var node = new MethodNode(access, method.name(), method.descriptor(), null, null);
    Kind kind = hierarchy.kind(method.descriptor());
    return new AsyncBody(owner, node, kind, hierarchy.adapter(method.descriptor()), "", false);
  }

  /** Runs all passes; null if there is nothing to weave. */
  @Nullable WovenClass run(byte[] original) {
    MixinForwarders.remove(owner);
    if (AsyncBodies.isMadeOfWoven(owner, info, hierarchy)
        || RuntimeProxies.isOne(owner, info, hierarchy)) {
      return null; // its ordinary methods are called
    }
    var adapted = ReferenceAdapters.adapt(owner, hierarchy);
    bodies = AsyncBodies.of(owner, info, hierarchy, names);
    boolean lambdas =
        new LambdaRewriter(owner, bodies, hierarchy, lambdaInterfaces, adapted).rewrite();
    diamonds.forEach(this::addFallback);
    if (bodies.isEmpty() && !lambdas && newMethods.isEmpty() && !changed) {
      return null;
    }
    bodies.forEach(this::weave);
    return write(original);
  }

  /** Adds nothing but bodies for methods inherited from two interfaces; null if there are none. */
  @Nullable WovenClass complete(byte[] original) {
    diamonds.forEach(this::addFallback);
    return newMethods.isEmpty() ? null : write(original);
  }

  private WovenClass write(byte[] original) {
    if (!newMethods.isEmpty()) {
      owner.methods.addAll(newMethods);
      if (!info.saysThatItHasBodies()) { // by hand
        owner.methods.add(CoroutineEmitter.mark());
      }
      if (bodies.stream().anyMatch(AsyncBody::hasCode)) {
        owner.methods.add(CoroutineEmitter.missing(owner));
      }
    }
    mark();
    boolean known = !UnknownAttributes.anyIn(owner);
    ClassWriter writer =
        known
            ? ClassWriters.computingMaxs()
            : ClassWriters.keepingConstants(new ClassReader(original));
    owner.accept(writer);
    return new WovenClass(
        owner.name, original, writer.toByteArray(), added, lambdaInterfaces.classes(), reports);
  }

  private void weave(AsyncBody body) {
    if (cannotHaveBody(body)) {
      return;
    }
    TaskAdapter adapter = body.adapter();
    if (adapter != null && adapter.problem() != null) {
      refuse(body, new RefusedException(0, adapter.problem()));
      return;
    }
    if (!body.hasCode()) {
      addFallback(body);
      return;
    }
    try {
      refuseTooLarge(body);
      if (monitors == Monitors.RELEASE) {
        SynchronizedMethods.open(body);
      }
      MethodAnalysis analysis = MethodAnalyzer.analyze(body, hierarchy, monitors);
      FrameSpec spec = FrameLayouter.layOut(analysis, named);
      MethodReport report = Reporter.woven(spec, explains);
      byte[] frame = FrameClassEmitter.emit(spec);
      newMethods.addAll(CoroutineEmitter.emit(spec)); // from here on nothing is refused
      added.put(spec.className(), frame);
      reports.add(report);
    } catch (RefusedException refused) {
      refuse(body, refused);
    } catch (MethodTooLargeException | ClassTooLargeException large) {
      refuse(body, new RefusedException(0, FRAME_TOO_LARGE));
    } catch (RuntimeException fault) { // the callers of this method and of others rely on bodies
      refuse(body, new RefusedException(0, Refusal.fault(fault)));
    }
  }

  /** Abstract methods that differ in the type of their tasks only have one for all. */
  private void addFallback(AsyncBody body) {
    String descriptor = body.bodyDescriptor();
    if (newMethods.stream()
        .noneMatch(each -> each.name.equals(body.node().name) && each.desc.equals(descriptor))) {
      newMethods.add(CoroutineEmitter.fallback(body));
    }
  }

  private void refuse(AsyncBody body, RefusedException refused) {
    String message = Refusal.message(body, refused);
    reports.add(Reporter.refused(body, message));
    newMethods.add(CoroutineEmitter.refuse(body, message));
  }

  /**
   * Refuses all coroutines of a class that cannot be woven for another reason: their callers rely
   * on bodies.
   *
   * @return null if the class has none
   */
  @Nullable WovenClass refuseAll(byte[] original, RuntimeException fault) {
    bodies = AsyncBodies.of(owner, info, hierarchy, names);
    diamonds.forEach(this::addFallback);
    for (AsyncBody body : bodies) {
      if (cannotHaveBody(body)) {
        continue;
      }
      if (body.hasCode()) {
        refuse(body, new RefusedException(0, Refusal.fault(fault)));
      } else {
        addFallback(body);
      }
    }
    return bodies.isEmpty() && newMethods.isEmpty() && !changed ? null : write(original);
  }

  /** Refuses what no body can be added for. */
  private boolean cannotHaveBody(AsyncBody body) {
    if (!body.canHaveBody()) {
      refuseParameters(body);
      return true;
    }
    MethodNode taken = body.inPlaceOfBody();
    if (taken != null) {
      refuseTaken(body, taken);
      return true;
    }
    AsyncBody same = sameBody(body);
    if (same != null) {
      refuseAlike(body, same);
    }
    return same != null;
  }

  /** Another method whose body would be the same: they differ in the type of their tasks only. */
  private @Nullable AsyncBody sameBody(AsyncBody body) {
    return bodies.stream()
        .filter(each -> each.node() != body.node() && each.node().name.equals(body.node().name))
        .filter(each -> each.hasCode() && body.hasCode()) // else one calls what implements both
        .filter(each -> each.bodyDescriptor().equals(body.bodyDescriptor()))
        .findFirst()
        .orElse(null);
  }

  /** All of them throw: callers could not tell their bodies. */
  private void refuseAlike(AsyncBody body, AsyncBody other) {
    String reason =
        "has beside it "
            + other.node().name
            + other.node().desc
            + ", which differs from it by its result only, as shrinkers make methods; the bodies of"
            + " both would be the same. Rename one of them";
    RefusedException refused = new RefusedException(0, reason);
    if (bodies.indexOf(body) < bodies.indexOf(other)) {
      refuse(body, refused);
      return;
    }
    String message = Refusal.message(body, refused);
    reports.add(Reporter.refused(body, message));
    CoroutineEmitter.refuseWithoutBody(body, message);
  }

  /** Both throw: callers take the method that is there for the body. */
  private void refuseTaken(AsyncBody body, MethodNode taken) {
    String reason =
        "has beside it "
            + taken.name
            + taken.desc
            + ", which is what weaving adds; rename that, or, if it is a body written by hand, let"
            + " the class say so: private static void "
            + RuntimeNames.WOVEN_MARK
            + "() {}";
    String message = Refusal.message(body, new RefusedException(0, reason));
    reports.add(Reporter.refused(body, message));
    CoroutineEmitter.refuseBoth(body, taken, message);
  }

  /** Callers find no body, and call the method itself, which throws. */
  private void refuseParameters(AsyncBody body) {
    String reason =
        body.isLinked()
            ? "has, with what it captures, more than 252 parameter slots; the JVM allows 254 behind"
                + " a method handle, and weaving adds two; capture several values in one object"
            : "has more than 253 parameter slots; the JVM allows 255, and weaving adds two; pass"
                + " several parameters in one object";
    String message = Refusal.message(body, new RefusedException(0, reason));
    reports.add(Reporter.refused(body, message));
    if (body.hasCode()) {
      CoroutineEmitter.refuseWithoutBody(body, message);
    }
  }

  private void refuseTooLarge(AsyncBody body) throws RefusedException {
    String reason = tooLarge.get(body.node().name + body.node().desc);
    if (reason != null) {
      throw new RefusedException(0, reason);
    }
  }

  private void mark() {
    var woven = new AnnotationNode(RuntimeNames.WOVEN_DESC);
    woven.visit("value", RuntimeNames.CONVENTION);
    if (owner.invisibleAnnotations == null) {
      owner.invisibleAnnotations = new ArrayList<>();
    }
    owner.invisibleAnnotations.add(woven);
  }

  /** The method, by name and descriptor, one of whose bodies is too large. */
  String methodOf(MethodTooLargeException large) {
    for (AsyncBody body : bodies) {
      boolean same = body.node().name.equals(large.getMethodName());
      boolean its =
          large.getDescriptor().equals(body.bodyDescriptor())
              || large.getDescriptor().equals(body.resumeDescriptor());
      if (same && its) {
        return body.node().name + body.node().desc;
      }
    }
    return large.getMethodName() + large.getDescriptor();
  }
}
