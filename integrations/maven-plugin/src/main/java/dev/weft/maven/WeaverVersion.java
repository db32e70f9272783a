package dev.weft.maven;

import dev.weft.transformer.cli.BuildWeaver;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.maven.plugin.MojoExecutionException;

/** Which weaver it is: the jars of the plugin and the weaver, by size and time. */
final class WeaverVersion {

  private WeaverVersion() {}

  static String get() throws MojoExecutionException {
    try {
      var text = new StringBuilder();
      for (Class<?> each : List.of(WeaverVersion.class, BuildWeaver.class)) {
        URL place =
            Objects.requireNonNull(each.getProtectionDomain().getCodeSource()).getLocation();
        Path file = Path.of(place.toURI());
        text.append(Files.size(file)).append(' ');
        text.append(Files.getLastModifiedTime(file)).append(' ');
      }
      return text.toString();
    } catch (IOException | URISyntaxException e) {
      throw new MojoExecutionException("Weft: cannot look at the plugin's own jars", e);
    }
  }
}
