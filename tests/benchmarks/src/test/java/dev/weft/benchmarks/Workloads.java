package dev.weft.benchmarks;

import dev.weft.benchmarks.report.Peers;
import dev.weft.benchmarks.workloads.Workload;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The workloads that JMH knows. */
public final class Workloads {

  private Workloads() {}

  /** The classes with the benchmark methods. */
  public static List<Class<? extends Workload>> all() {
    var quiet = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
    Set<String> names = new TreeSet<>();
    for (BenchmarkListEntry entry : BenchmarkList.defaultList().getAll(quiet, List.of())) {
      names.add(entry.getUsername().substring(0, entry.getUsername().lastIndexOf('.')));
    }
    return names.stream().<Class<? extends Workload>>map(Workloads::load).toList();
  }

  private static Class<? extends Workload> load(String name) {
    try {
      return Class.forName(name).asSubclass(Workload.class);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether the JDK that runs this has what a method needs. */
  static boolean runsHere(String method) {
    String excluded = Peers.notOn(Runtime.version().feature()) + "|" + Peers.PREVIEWS;
    return !java.util.regex.Pattern.compile(excluded).matcher("." + method).find();
  }
}
