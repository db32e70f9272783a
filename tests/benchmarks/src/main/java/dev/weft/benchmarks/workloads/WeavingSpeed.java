package dev.weft.benchmarks.workloads;

import dev.weft.benchmarks.common.Corpus;
import dev.weft.transformer.Weaver;
import dev.weft.transformer.WovenClass;
import dev.weft.transformer.model.Hierarchy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Weaving classes that are full of coroutines, against ASM reading and writing the same ones with
 * their frames expanded, and against ASM doing so to what is woven; one operation is one class. The
 * weaver knows the other classes already, as an agent's does after the first few.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WeavingSpeed extends Workload {

  private static final int CLASSES = 17;

  /** For each iteration of warm-up; six of them come to 10 to 20 seconds. */
  private static final int ROUNDS_OF_WARM_UP = 400;

  private final Map<String, byte[]> corpus = Corpus.read();
  private final Weaver weaver =
      new Weaver(
          new Hierarchy(
              name -> corpus.containsKey(name) ? corpus.get(name) : Corpus.find(name),
              corpus::containsKey));
  private final List<List<byte[]>> woven = wovenAndAdded();

  /**
   * Weaves until the JVM has compiled the weaver. A warm-up that suits a loop of ten instructions
   * is over long before: it gives figures of the interpreter. In a run without warm-up there is
   * none.
   */
  @Setup
  public void compileWeaver(BenchmarkParams params) {
    boolean weaves = params.getBenchmark().endsWith(".weft");
    int rounds = weaves ? params.getWarmup().getCount() * ROUNDS_OF_WARM_UP : 0;
    for (int i = 0; i < rounds; i++) {
      weft();
    }
  }

  /** Reads and writes, and does nothing in between. */
  @Benchmark
  @OperationsPerInvocation(CLASSES)
  public long asm() {
    return corpus.values().stream().filter(WeavingSpeed::readAndWrite).count();
  }

  /** The same with what weaving makes of them: no weaver can be faster than writing its result. */
  @Benchmark
  @OperationsPerInvocation(CLASSES)
  public long asmWoven() {
    return woven.stream()
        .filter(files -> files.stream().allMatch(WeavingSpeed::readAndWrite))
        .count();
  }

  /** What the agent does to a class, definition of its frames excepted. */
  @Benchmark
  @OperationsPerInvocation(CLASSES)
  public long weft() {
    long woven = 0;
    for (byte[] file : corpus.values()) {
      WovenClass result = weaver.weave(file);
      woven += result != null && result.bytes().length > file.length ? 1 : 0;
    }
    return woven;
  }

  private static boolean readAndWrite(byte[] file) {
    var writer = new ClassWriter(0);
    new ClassReader(file).accept(writer, ClassReader.EXPAND_FRAMES);
    return writer.toByteArray().length > 0;
  }

  /** For each class of the corpus what it becomes and the files that are added for it. */
  private List<List<byte[]>> wovenAndAdded() {
    var all = new ArrayList<List<byte[]>>();
    for (byte[] file : corpus.values()) {
      WovenClass result = Objects.requireNonNull(weaver.weave(file));
      var files = new ArrayList<>(List.of(result.bytes()));
      files.addAll(result.added().values());
      files.addAll(result.embedded().values());
      all.add(files);
    }
    return all;
  }
}
