package dev.weft.samples;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Part 3: where to look at what the agent made of {@link Story}. */
final class DumpGuide {

  private DumpGuide() {}

  /** The folder that the JVM's arguments tell the agent to write to, or null. */
  static @Nullable Path folder(List<String> jvmArguments) {
    for (String argument : jvmArguments) {
      int options = argument.indexOf('=');
      if (argument.startsWith("-javaagent:") && options > 0) {
        for (String option : argument.substring(options + 1).split(",", -1)) {
          if (option.strip().startsWith("dump=")) {
            return Path.of(option.strip().substring("dump=".length()));
          }
        }
      }
    }
    return null;
  }

  /** Shows the way through {@code folder}. */
  static void print(PrintStream out, @Nullable Path folder) throws IOException {
    if (folder == null) {
      out.println("The agent writes no dump; -javaagent:weft-agent.jar=dump=DIR makes it.");
      return;
    }
    String name = Story.class.getName();
    Path woven = folder.resolve("woven").resolve(name.replace('.', '/') + ".class");
    Path report = folder.resolve("report").resolve(name + ".txt");
    out.println("woven class    " + woven + ", its frames beside it");
    out.println("its listing    " + woven.resolveSibling("Story.txt"));
    out.println(
        "as it was      " + folder.resolve("original").resolve(name.replace('.', '/') + ".txt"));
    out.println("to try         javap -p -c " + woven);
    out.println("report         " + report + ", which says:");
    out.println();
    out.print(Files.readString(report));
  }
}
