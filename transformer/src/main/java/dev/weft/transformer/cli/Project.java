package dev.weft.transformer.cli;

import dev.weft.transformer.WeaveException;
import dev.weft.transformer.Weaver;
import dev.weft.transformer.WovenClass;
import dev.weft.transformer.model.ClassFiles;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.LoaderClassFiles;
import dev.weft.transformer.model.Names;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One build: an input, the class path it was compiled against, and a weaver that knows both. */
final class Project implements AutoCloseable {

  /** How many missing classes are named. */
  private static final int NAMED = 5;

  private final Input input;
  private final List<Input> classPath = new ArrayList<>();
  private final ClassFiles jdk = new LoaderClassFiles(ClassLoader.getPlatformClassLoader());
  private final Hierarchy hierarchy;
  private final Weaver weaver;
  private final Set<String> missing = new TreeSet<>();

  Project(Path path, WeavingOptions options) throws IOException {
    input = Input.open(path);
    for (String entry : options.classPath().split(Pattern.quote(File.pathSeparator), -1)) {
      if (!entry.isBlank()) {
        classPath.add(Input.open(Path.of(entry)));
      }
    }
    hierarchy = new Hierarchy(this::find, name -> input.files().containsKey(name + ".class"));
    weaver = new Weaver(hierarchy, options.monitors());
  }

  Input input() {
    return input;
  }

  Hierarchy hierarchy() {
    return hierarchy;
  }

  /**
   * Weaves a file of the input; null if it is left as it is.
   *
   * @throws BrokenClassException if it cannot be read as a class; the message says which file it is
   */
  @Nullable WovenClass weave(Path file) throws IOException {
    boolean isClass = file.toString().endsWith(".class") && !file.endsWith("module-info.class");
    try {
      return isClass ? weaver.weave(Files.readAllBytes(file)) : null;
    } catch (WeaveException e) {
      throw new BrokenClassException(input.placeOf(file) + ": " + e.getMessage(), e);
    }
  }

  /** Says which classes were asked for and not found, if there are any. */
  void warnOfMissing(PrintWriter err) {
    if (!missing.isEmpty()) {
      String some = missing.stream().limit(NAMED).collect(Collectors.joining(", "));
      int others = missing.size() - NAMED;
      err.println(
          "weft: warning: not found, so nothing is known of @Async methods there: "
              + some
              + (others > 0 ? " and " + others + " others" : "")
              + "; calls of them, overrides and lambdas may have been left as they are. Name with"
              + " -cp what the input was compiled against");
    }
  }

  /** Looks in the input, on the class path, and in the JDK that runs this. */
  private byte @Nullable [] find(String internalName) {
    String file = internalName + ".class";
    try {
      byte[] bytes = input.read(file);
      for (Input entry : classPath) {
        bytes = bytes == null ? entry.read(file) : bytes;
      }
      bytes = bytes == null ? jdk.find(internalName) : bytes;
      if (bytes == null) {
        missing.add(Names.binary(internalName));
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  @Override
  public void close() throws IOException {
    input.close();
    for (Input entry : classPath) {
      entry.close();
    }
  }
}
