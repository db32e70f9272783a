package dev.weft.tests.conformance;

/** The source of the class that starts a program as a coroutine: it has to be woven as well. */
final class Launcher {

  private Launcher() {}

  /** The launcher's class name for a program's. */
  static String name(String program) {
    return program + "Launcher";
  }

  /** The launcher's source. */
  static String source(String program) {
    int dot = program.lastIndexOf('.');
    String header = dot < 0 ? "" : "package " + program.substring(0, dot) + ";\n";
    return header
        + """
        import dev.weft.AsyncCallable;
        import dev.weft.tests.conformance.Probe;

        public final class %1$sLauncher {
          public static AsyncCallable<Object> launch(Probe probe) {
            return () -> %1$s.run(probe);
          }
        }
        """
            .formatted(program.substring(dot + 1));
  }
}
