package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What frameworks see that list the members of a woven class: what was written, and synthetics. */
class ReflectionTest {

  private static final String PROGRAM =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;
      import java.lang.annotation.*;
      import java.lang.reflect.*;
      import java.util.*;

      public class Program {
        @Retention(RetentionPolicy.RUNTIME) @interface Mark { String value() default ""; }

        interface Api<T> {
          @Async @Mark T get(@Mark("p") List<? extends T> in) throws java.io.IOException;
          @Async default int twice() { Weft.yieldNow(); return 2; }
        }

        static class Impl implements Api<String> {
          @Mark("m") public String get(@Mark("q") List<? extends String> in) {
            Weft.yieldNow();
            return (String) new Object() { @Async Object inner() { Weft.yieldNow(); return null; } }.inner();
          }
          @Async protected final <X extends Exception> Task<X> task(final int a, List<X> list) throws X {
            Weft.yieldNow();
            return null;
          }
          @Async Generator<Integer> generate() { Weft.emit(1); return null; }
          @Async private static void hidden() { Weft.yieldNow(); }
        }

        record Point(int x) implements java.io.Serializable {
          @Async int slow() { Weft.yieldNow(); return x; }
        }

        enum Kind { A { @Override int f() { return 1; } }; @Async int f() { Weft.yieldNow(); return 0; } }

        static String names(Class<?>... types) {
          var names = new TreeSet<String>();
          for (Class<?> each : types) names.add(each.getName());
          return names.toString();
        }

        static void show(Class<?> type) {
          System.out.println(type.toGenericString() + " " + type.getNestHost() + names(type.getNestMembers())
              + names(type.getDeclaredClasses()) + Arrays.toString(type.getAnnotations())
              + type.getEnclosingMethod() + Arrays.toString(type.getDeclaredFields()));
          var lines = new TreeSet<String>();
          for (Method m : type.getDeclaredMethods()) {
            if (!m.isSynthetic()) {
              lines.add(m.toGenericString() + Arrays.toString(m.getAnnotations())
                  + Arrays.deepToString(m.getParameterAnnotations()) + Arrays.toString(m.getParameters()));
            } else if (!m.isBridge()) {
              boolean mark = m.getName().startsWith("weft$") && Modifier.isPrivate(m.getModifiers());
              boolean body = mark || Arrays.stream(m.getParameterTypes())
                  .anyMatch(p -> p.getName().equals("dev.weft.woven.WovenCarrier"));
              boolean bare = m.getAnnotations().length == 0 && Arrays.stream(m.getParameterAnnotations()).allMatch(a -> a.length == 0);
              if (body && !bare) lines.add("added with annotations: " + m);
              if (!body) lines.add(m.toString());
            }
          }
          lines.forEach(System.out::println);
        }

        public static void main(String[] args) throws Exception {
          for (Class<?> type : new Class<?>[] {Api.class, Impl.class, Point.class, Kind.class, Program.class}) show(type);
          show(Class.forName("Program$Impl$1"));
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void whatWasWrittenLooksAsItDidAndWhatIsAddedIsSyntheticAndBare() throws Exception {
    Path classes = Compiler.compile(folder.resolve("app"), PROGRAM);
    var plain = new ChildJvm(folder).classPath(classes).run("Program");
    var woven = new ChildJvm(folder).agent("verify").classPath(classes).run("Program");
    assertThat(plain.err()).isEmpty();
    assertThat(woven.err()).isEmpty();
    assertThat(woven.out()).isEqualTo(plain.out()).contains("Mark(\"m\")");
  }
}
