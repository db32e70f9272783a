package dev.weft.maven;

import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Weaves the project's test classes in place, as {@code weave} does its classes. */
@Mojo(
    name = "weave-tests",
    defaultPhase = LifecyclePhase.PROCESS_TEST_CLASSES,
    requiresDependencyResolution = ResolutionScope.TEST,
    threadSafe = true)
public final class WeaveTestsMojo extends WeavingMojo {

  /** As of the compiler and Surefire: there are to be no tests. */
  @Parameter(property = "maven.test.skip", defaultValue = "false")
  private boolean skipTests;

  /** For Maven. */
  public WeaveTestsMojo() {}

  @Override
  void run() throws Exception {
    if (!skipTests) {
      weave(Classes.TEST);
    }
  }
}
