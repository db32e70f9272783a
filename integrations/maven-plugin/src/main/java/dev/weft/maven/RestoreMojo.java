package dev.weft.maven;

import dev.weft.maven.incremental.FolderWeaving;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Makes woven classes again what the compiler wrote: for tools that have to see those, such as
 * JaCoCo's offline instrumentation, or to run with the agent.
 */
@Mojo(name = "restore", defaultPhase = LifecyclePhase.INITIALIZE, threadSafe = true)
public final class RestoreMojo extends WeftMojo {

  /** For Maven. */
  public RestoreMojo() {}

  @Override
  void run() throws Exception {
    for (Classes classes : Classes.values()) {
      if (has(classes)) {
        int restored = FolderWeaving.restore(folders(classes));
        getLog().info(restored + " classes restored in " + folder(classes));
      }
    }
  }
}
