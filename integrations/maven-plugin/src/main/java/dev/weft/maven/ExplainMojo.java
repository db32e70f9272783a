package dev.weft.maven;

import dev.weft.maven.incremental.FolderSettings;
import dev.weft.maven.incremental.FolderWeaving;
import dev.weft.transformer.WovenClass;
import dev.weft.transformer.cli.BuildWeaver;
import dev.weft.transformer.dump.Dump;
import dev.weft.transformer.dump.ReportText;
import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.ClassSelection;
import java.io.File;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Shows the suspension points of every {@code @Async} method and what is kept at each; woven
 * classes too, whose originals are known. Compile first: {@code mvn compile weft:explain}.
 */
@Mojo(name = "explain", requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
public final class ExplainMojo extends WeftMojo {

  /** Only classes whose binary name fits, such as {@code *Server}; all if there is none. */
  @Parameter(property = "weft.class", defaultValue = "*")
  private String shown = "*";

  /** Also writes class files, listings and reports into this folder, as the agent does. */
  @Parameter(property = "weft.dump")
  private @Nullable File dump;

  /** For Maven. */
  public ExplainMojo() {}

  @Override
  void run() throws Exception {
    int explained = 0;
    for (Classes classes : Classes.values()) {
      if (has(classes)) {
        explained += explain(settings(classes));
      }
    }
    if (explained == 0) {
      getLog()
          .info(
              "no @Async methods in classes named "
                  + shown
                  + ", or they are not compiled yet, or were woven by something else than this"
                  + " plugin");
    }
  }

  private int explain(FolderSettings settings) throws Exception {
    var selection = new ClassSelection(List.of(shown), List.of());
    int explained = 0;
    try (BuildWeaver weaver = FolderWeaving.rehearse(settings)) {
      for (String file : weaver.classes()) {
        WovenClass woven = weaver.weave(file);
        if (woven != null && selection.test(ClassNames.binary(woven.name()))) {
          explained++;
          ReportText.of(woven).lines().forEach(getLog()::info);
          if (dump != null) {
            new Dump(dump.toPath()).write(woven);
          }
        }
      }
    }
    return explained;
  }
}
