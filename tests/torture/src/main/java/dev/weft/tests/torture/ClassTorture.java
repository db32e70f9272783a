package dev.weft.tests.torture;

import dev.weft.transformer.Verification;
import dev.weft.transformer.WeaveException;
import dev.weft.transformer.WovenClass;
import dev.weft.transformer.report.MethodReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

/**
 * Weaves some classes and checks what became of them, in two ways: by ASM's checker, and by
 * defining and linking them in a class loader of their own.
 *
 * <p>A class that fails the same check without being woven (its superclass is missing, say) says
 * nothing about weaving; it is reported apart.
 */
final class ClassTorture implements Callable<Tally> {

  private final Subject subject;
  private final List<String> names;
  private final Definer woven;
  private final Definer plain;
  private final Tally tally = new Tally();
  private final List<WovenClass> results = new ArrayList<>();

  ClassTorture(Subject subject, List<String> names) {
    this.subject = subject;
    this.names = names;
    woven = new Definer(subject);
    plain = new Definer(subject);
  }

  @Override
  public Tally call() {
    names.forEach(this::weave);
    results.forEach(this::check);
    results.forEach(this::link);
    return tally;
  }

  private void weave(String name) {
    tally.classes++;
    byte[] prepared;
    try {
      prepared = subject.prepared(name);
      rewrite(prepared);
    } catch (RuntimeException unreadable) { // ASM's own reader or writer has something against it
      tally.notEvenPlain.add(name + ": " + unreadable);
      return;
    }
    try {
      long start = System.nanoTime();
      WovenClass result = subject.weaver().weave(prepared);
      tally.weaveNanos += System.nanoTime() - start;
      tally.bytes += prepared.length;
      count(result);
    } catch (WeaveException e) {
      tally.failures.add(name + ": " + e.getMessage());
    }
  }

  /** What ASM needs to read and write the same class. */
  private void rewrite(byte[] prepared) {
    long start = System.nanoTime();
    var writer = new ClassWriter(0);
    new ClassReader(prepared).accept(writer, ClassReader.EXPAND_FRAMES);
    byte[] unused = writer.toByteArray();
    tally.rewriteNanos += System.nanoTime() - start;
  }

  private void count(@Nullable WovenClass result) {
    if (result == null) {
      tally.untouched++;
      return;
    }
    for (MethodReport report : result.methods()) {
      tally.methods++;
      if (report.refusal() != null) {
        tally.refuse(report.refusal());
      } else {
        tally.points += report.points().size() - 1; // the first is the method's start
      }
    }
    results.add(result);
    if (!isJvmsOwn(result)) {
      woven.add(result.name(), result.bytes());
      result.added().forEach(woven::add);
    }
  }

  private void check(WovenClass result) {
    List<String> problems = Verification.check(result, subject.hierarchy());
    if (!problems.isEmpty()) {
      boolean before =
          plain.link(result.name()) != null
              || !Verification.check(result.original(), subject.hierarchy()).isEmpty();
      problems.forEach((before ? tally.notEvenPlain : tally.failures)::add);
    }
  }

  private void link(WovenClass result) {
    if (isJvmsOwn(result)) {
      return;
    }
    var names = new ArrayList<>(result.added().keySet());
    names.add(result.name());
    for (String name : names) {
      Throwable problem = woven.link(name);
      if (problem != null) {
        report(result.name(), name, problem);
      }
    }
  }

  /** Only the JVM itself may define such a class. */
  private static boolean isJvmsOwn(WovenClass result) {
    return result.name().startsWith("java/");
  }

  private void report(String owner, String name, Throwable problem) {
    Throwable before = plain.link(owner);
    boolean same = before != null && before.getClass() == problem.getClass();
    (same ? tally.notEvenPlain : tally.failures).add(name + ": " + problem);
  }
}
