package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weaving must not change the version by which Java serialisation tells classes apart. */
class SerializationTest {

  private static final String PROGRAM =
      """
      import dev.weft.annotations.Async;
      import java.io.*;

      public class Versions {
        static class Data extends java.util.ArrayList<String> {
          public int count;
          @Async public int slow() { return count; }
          protected void other() {}
        }
        record Pair(int a, int b) implements Serializable {
          @Async int slow() { return a; }
        }
        static class Fixed implements Serializable {
          private static final long serialVersionUID = 42;
          @Async int slow() { return 1; }
        }

        public static void main(String[] args) {
          for (Class<?> type : new Class<?>[] {Data.class, Pair.class, Fixed.class}) {
            System.out.println(ObjectStreamClass.lookup(type).getSerialVersionUID());
          }
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void versionsStayTheSame() throws Exception {
    Path classes = Compiler.compile(folder.resolve("app"), PROGRAM);
    var plain = new ChildJvm(folder).classPath(classes).run("Versions");
    var woven = new ChildJvm(folder).agent("verify").classPath(classes).run("Versions");
    assertThat(woven.err()).isEmpty();
    assertThat(woven.out()).isEqualTo(plain.out()).endsWith("42\n");
  }
}
