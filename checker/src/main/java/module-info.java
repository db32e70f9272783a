/** Checks sources for what the weaver would refuse, as a plugin of javac or a processor. */
module dev.weft.checker {
  requires java.compiler;
  requires jdk.compiler;
  requires static org.jspecify;

  provides com.sun.source.util.Plugin with
      dev.weft.checker.WeftPlugin;
  provides javax.annotation.processing.Processor with
      dev.weft.checker.WeftProcessor;
}
