package dev.weft.transformer.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.Sources;
import dev.weft.transformer.Weaver;
import dev.weft.transformer.WovenClass;
import dev.weft.transformer.facts.FramePart;
import dev.weft.transformer.facts.FramePart.Use;
import dev.weft.transformer.report.MethodReport;
import java.lang.reflect.Field;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where fields of frames are said to lie is where the running JVM puts them. */
class FrameBytesTest {

  private static final String SOURCE =
      """
      package p;
      import dev.weft.*;
      import dev.weft.annotations.Async;
      import static dev.weft.Weft.*;
      public class Frames {
        @Async int odd(Task<?> t, byte b, long l, String s, double d, int[] a, float f) {
          await(t);
          return b + (int) l + s.length() + (int) d + a.length + (int) f;
        }
        @Async int even(Task<?> t, int i, long l) { await(t); return i + (int) l; }
        @Async int none(Task<?> t) { await(t); return 1; }
        @Async long longs(Task<?> t, long k, long l) { await(t); return k + l; }
        @Async Generator<Long> all(long n, String s) { for (long i = 0; i < n; i++) emit(i + s.length()); return null; }
      }
      """;

  @Test
  void offsetsAreThoseOfTheJvm() throws Exception {
    Map<String, byte[]> classes = Sources.compile(SOURCE);
    WovenClass woven =
        new Weaver(Sources.hierarchy(classes)).explaining().weave(classes.get("p/Frames"));
    Map<String, byte[]> all = Sources.weave(classes);
    int checked = 0;
    for (MethodReport method : woven.methods()) {
      Class<?> frame = Sources.load(all, method.frameClass());
      for (FramePart part : method.details().frame()) {
        if (part.use() == Use.FIELD) {
          long offset = offset(frame.getDeclaredField(part.name()));
          assertThat(part.offset())
              .as("%s of %s", part.name(), method.method())
              .isEqualTo((int) offset);
          checked++;
        }
      }
    }
    assertThat(checked).isGreaterThan(12);
  }

  /** Asks the JVM; by reflection, since javac warns of whoever names that class. */
  private static long offset(Field field) throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Unsafe");
    Field instance = type.getDeclaredField("theUnsafe");
    instance.setAccessible(true);
    return (long)
        type.getMethod("objectFieldOffset", Field.class).invoke(instance.get(null), field);
  }

  @Test
  void partsFollowOneAnotherWithoutGaps() {
    Map<String, byte[]> classes = Sources.compile(SOURCE);
    WovenClass woven =
        new Weaver(Sources.hierarchy(classes)).explaining().weave(classes.get("p/Frames"));
    for (MethodReport method : woven.methods()) {
      int end = 0;
      for (FramePart part : method.details().frame()) {
        assertThat(part.offset()).isEqualTo(end);
        end += part.bytes();
      }
      assertThat(end).isEqualTo(method.frameBytes());
    }
  }
}
