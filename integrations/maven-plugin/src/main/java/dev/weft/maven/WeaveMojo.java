package dev.weft.maven;

import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Weaves the project's classes in place: {@code @Async} methods become coroutines, which need
 * weft-runtime and no agent. What has not changed since the last time is left as it is.
 */
@Mojo(
    name = "weave",
    defaultPhase = LifecyclePhase.PROCESS_CLASSES,
    requiresDependencyResolution = ResolutionScope.COMPILE,
    threadSafe = true)
public final class WeaveMojo extends WeavingMojo {

  /** For Maven. */
  public WeaveMojo() {}

  @Override
  void run() throws Exception {
    weave(Classes.MAIN);
  }
}
