package dev.weft.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kotlinx.validation.api.ClassBinarySignature;
import kotlinx.validation.api.KotlinSignaturesLoadingKt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What users can see is what they are meant to. The signatures of each module's public API are in
 * its folder, {@code api/NAME.api}, so that a change of it shows in a change's diff; {@code
 * -Dweft.api.write=true} writes them.
 */
class PublicApiTest {

  private static final Set<String> NOT_FOR_USERS = Set.of("dev.weft.internal");

  @ParameterizedTest
  @ValueSource(strings = {"annotations", "runtime"})
  void signaturesAreThoseThatAreRecorded(String module) throws IOException {
    Path recorded = Path.of("..", module, "api", "weft-" + module + ".api");
    String now = signatures(module);
    if (Boolean.getBoolean("weft.api.write")) {
      Files.createDirectories(recorded.getParent());
      Files.writeString(recorded, now);
    }
    assertThat(now).isEqualTo(Files.readString(recorded));
  }

  @Test
  void noSignatureForUsersNamesWhatIsNotForThem() throws IOException {
    String own = withoutGeneratedCodesPackage(signatures("runtime"));
    assertThat(own.lines().filter(line -> line.startsWith("\t")))
        .noneMatch(line -> line.contains("dev/weft/internal/") || line.contains("dev/weft/woven/"));
  }

  private static String withoutGeneratedCodesPackage(String signatures) {
    return Stream.of(signatures.split("\n\n"))
        .filter(type -> !type.contains(" dev/weft/woven/"))
        .collect(Collectors.joining("\n\n"));
  }

  private static String signatures(String module) throws IOException {
    try (var jar = new JarFile(System.getProperty("weft." + module + ".jar"))) {
      List<ClassBinarySignature> all =
          KotlinSignaturesLoadingKt.loadApiFromJvmClasses(jar, name -> true);
      List<ClassBinarySignature> visible =
          KotlinSignaturesLoadingKt.filterOutNonPublic(all, NOT_FOR_USERS, Set.of());
      return KotlinSignaturesLoadingKt.dump(visible, new StringWriter())
          .toString()
          .lines()
          .filter(line -> !line.contains(" synthetic "))
          .collect(Collectors.joining("\n", "", "\n"));
    }
  }

  /** Javadoc is made of sources, where nothing is synthetic: what is hidden is tagged so there. */
  @Test
  void javadocShowsNothingThatIsNotForUsers(@TempDir Path folder) throws IOException {
    ToolProvider javadoc = ToolProvider.findFirst("javadoc").orElseThrow();
    int exit =
        javadoc.run(
            System.out,
            System.err,
            "-quiet",
            "-Xdoclint:none",
            "-d",
            folder.toString(),
            "--module-path",
            System.getProperty("weft.annotations.jar") + File.pathSeparator + annotations(),
            "--module-source-path",
            "dev.weft.runtime=" + Path.of("../runtime/src/main/java").toAbsolutePath(),
            "--module",
            "dev.weft.runtime");
    assertThat(exit).isZero();
    assertThat(mentions(folder)).isEmpty();
  }

  /** The annotations of others that are needed to compile only. */
  private static String annotations() {
    String path =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(
                entry ->
                    entry.contains("jspecify")
                        || Path.of(entry).getFileName().toString().startsWith("annotations-"))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(path).contains("jspecify", "jetbrains");
    return path;
  }

  private static Set<String> mentions(Path folder) throws IOException {
    Pattern hidden = Pattern.compile("dev\\.weft\\.internal[.\\w]*|WovenCarrier");
    var found = new TreeSet<String>();
    for (Path page : pages(folder)) {
      Matcher matcher = hidden.matcher(Files.readString(page));
      while (matcher.find()) {
        found.add(folder.relativize(page) + ": " + matcher.group());
      }
    }
    return found;
  }

  /** But for the package that generated code calls, which says so. */
  private static List<Path> pages(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return new ArrayList<>(
          files
              .filter(file -> file.toString().endsWith(".html"))
              .filter(file -> !file.toString().contains("woven"))
              .filter(file -> file.toString().contains("dev/weft/"))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
