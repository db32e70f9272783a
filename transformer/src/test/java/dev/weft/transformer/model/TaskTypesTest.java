package dev.weft.transformer.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.transformer.Sources;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which declarations of task-like types count, and for whom. */
class TaskTypesTest {

  private static final String LATER =
      """
      package p;
      public class Later<T> {
        public static class Adapter {
          public static <T> Later<T> fromTask(dev.weft.Task<T> task) { return null; }
          @dev.weft.annotations.Async public static Object await(Later<?> later) { return null; }
        }
        public static class Plain {
          public static <T> Later<T> fromTask(dev.weft.Task<T> task) { return null; }
          public static Object await(Later<?> later) { return null; }
        }
      }
      """;

  private static final String RETURNS_LATER = "()Lp/Later;";

  @TempDir Path folder;

  private static void write(Path root, String declaration) throws Exception {
    Path file = root.resolve("META-INF/weft/task-types");
    Files.createDirectories(file.getParent());
    Files.writeString(file, declaration);
  }

  private static void writeClasses(Path root) throws Exception {
    for (Map.Entry<String, byte[]> each : Sources.compile(LATER).entrySet()) {
      Path file = root.resolve(each.getKey() + ".class");
      Files.createDirectories(file.getParent());
      Files.write(file, each.getValue());
    }
  }

  private static URLClassLoader loader(Path root, ClassLoader parent) throws Exception {
    URL runtime = Path.of(Sources.placeOf(Weft.class)).toUri().toURL();
    URL annotations = Path.of(Sources.placeOf(Async.class)).toUri().toURL();
    URL[] places = {root.toUri().toURL(), runtime, annotations};
    return new URLClassLoader(places, parent);
  }

  private static Hierarchy hierarchy(ClassLoader loader) {
    return new Hierarchy(new LoaderClassFiles(loader), name -> true);
  }

  @Test
  void aDeclarationBesideTheTypeCounts() throws Exception {
    writeClasses(folder);
    write(folder, "\n# comment\n p.Later=p.Later$Adapter # another\n");
    try (var loader = loader(folder, ClassLoader.getPlatformClassLoader());
        var child = loader(folder.resolve("none"), loader)) {
      for (ClassLoader each : new ClassLoader[] {loader, child}) {
        Hierarchy hierarchy = hierarchy(each);
        assertThat(hierarchy.kind(RETURNS_LATER)).isEqualTo(Kind.TASK);
        TaskAdapter adapter = hierarchy.adapter(RETURNS_LATER);
        assertThat(adapter.problem()).isNull();
        assertThat(adapter.isAwaitedBy("p/Later$Adapter", "await", "(Lp/Later;)Ljava/lang/Object;"))
            .isTrue();
        assertThat(hierarchy.problemsOfDeclarations()).isEmpty();
      }
    }
  }

  /** Else a method in the parent, and an override of it in the child, would be of two kinds. */
  @Test
  void aDeclarationThatTheTypesLoaderDoesNotSeeDoesNotCount() throws Exception {
    Path parents = Files.createDirectory(folder.resolve("parent"));
    Path childs = Files.createDirectory(folder.resolve("child"));
    writeClasses(parents);
    write(childs, "p.Later = p.Later$Adapter");
    try (var parent = loader(parents, ClassLoader.getPlatformClassLoader());
        var child = loader(childs, parent)) {
      assertThat(hierarchy(child).kind(RETURNS_LATER)).isEqualTo(Kind.SUSPENDING);
      assertThat(hierarchy(parent).kind(RETURNS_LATER)).isEqualTo(Kind.SUSPENDING);
    }
  }

  @Test
  void whatDoesNotSuspendIsNoAdapter() throws Exception {
    writeClasses(folder);
    write(folder, "p.Later = p.Later$Plain\np.Later = p.Later$Adapter");
    try (var loader = loader(folder, ClassLoader.getPlatformClassLoader())) {
      Hierarchy hierarchy = hierarchy(loader);
      assertThat(hierarchy.adapter(RETURNS_LATER).problem())
          .contains("p.Later$Plain", "no public static @Async method await(Later)");
      assertThat(hierarchy.problemsOfDeclarations())
          .singleElement()
          .asString()
          .contains("task-types:2: p.Later has the adapter p.Later$Plain already");
    }
  }
}
