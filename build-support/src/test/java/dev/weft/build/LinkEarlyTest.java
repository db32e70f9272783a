package dev.weft.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What is linked early does what it did, without the JDK's linkage. */
class LinkEarlyTest {

  private static final String PROGRAM =
      """
      import java.io.Serializable;
      import java.util.*;
      import java.util.function.*;

      public class Program {
        static final List<String> LOG = new ArrayList<>();
        private int base = 10;

        record Point(int x, long y, double z, float f, boolean b, char c, byte d, short e,
            String text, int[] array, Object any) {}

        record Nothing() {}

        interface Named { default Supplier<String> name() { return () -> secret(1); }
          private String secret(int i) { return "named " + i + " " + getClass().getSimpleName(); } }

        static class Base { protected String inherited(int i) { return "inherited " + i; } }

        static class Derived extends Base implements Named {
          @Override protected String inherited(int i) { return "overridden " + i; }
          IntFunction<String> up() { return super::inherited; }
          IntFunction<String> down() { return this::inherited; }
        }

        class Inner {
          int own = 5;
          IntUnaryOperator sum() { return i -> i + own + base; }
        }

        private String hidden(String s, int i) { return s + i + base; }
        private static long twice(long n) { return 2 * n; }
        private static Character letter(String s) { return s.charAt(0); }
        Program() {}
        Program(int base) { this.base = base; }

        static <T, R> R apply(Function<T, R> f, T t) { return f.apply(t); }

        public static List<String> run() {
          LOG.clear();
          Program self = new Program();
          LOG.add(apply(s -> s + "!", "a"));
          LOG.add("" + apply(String::length, "four"));
          BiFunction<String, Integer, String> bound = self::hidden;
          LOG.add(bound.apply("h", 3));
          IntFunction<Program> made = Program::new;
          LOG.add("" + made.apply(7).base);
          Function<Integer, int[]> array = int[]::new;
          LOG.add("" + array.apply(3).length);
          LongUnaryOperator unary = Program::twice;
          Function<Long, Long> boxed = Program::twice;
          ToLongFunction<Integer> widened = Integer::intValue;
          LOG.add(unary.applyAsLong(4) + " " + boxed.apply(5L) + " " + widened.applyAsLong(6));
          Function<Character, Long> ofCharacter = Program::twice;
          ToDoubleFunction<String> toDouble = Program::letter;
          LOG.add(ofCharacter.apply('a') + " " + toDouble.applyAsDouble("b"));
          Function<Integer, Long> unboxed = i -> (long) i;
          LOG.add("" + unboxed.apply(8));
          Consumer<List<String>> dropped = l -> l.add("dropped");
          dropped.accept(LOG);
          Function<List<String>, Object> taken = l -> l.add("taken");
          LOG.add("" + taken.apply(LOG));
          LongConsumer droppedLong = Program::twice;
          droppedLong.accept(3);
          long l = 1L << 40; double d = 0.5; byte y = 3; char c = 'c'; boolean b = true;
          Supplier<String> many = () -> l + " " + d + " " + y + c + b + self.base;
          LOG.add(many.get());
          LOG.add(new Derived().up().apply(1) + " " + new Derived().down().apply(2));
          LOG.add(new Derived().name().get());
          LOG.add("" + self.new Inner().sum().applyAsInt(1));
          Runnable serial = (Runnable & Serializable) () -> LOG.add("serial");
          serial.run();
          Supplier<Supplier<String>> nested = () -> () -> "nested " + l;
          LOG.add(nested.get().get());
          Comparator<String> order = Comparator.comparing(String::length);
          LOG.add("" + order.reversed().compare("a", "bb"));
          Supplier<Object> local = new Object() { String s = "anonymous"; Supplier<Object> get() { return () -> s; } }.get();
          LOG.add("" + local.get());
          try { apply((Function) (Function<String, String>) s -> s, 1).toString(); LOG.add("raw is fine"); }
          catch (ClassCastException e) { LOG.add("refused"); }
          records();
          return LOG;
        }

        static void records() {
          record Local(String name) {}
          int[] ints = {1};
          Object any = List.of(1);
          Point p = new Point(1, 2, 3.5, -0f, true, 'c', (byte) 4, (short) 5, null, ints, any);
          Point q = new Point(1, 2, 3.5, -0f, true, 'c', (byte) 4, (short) 5, null, ints, any);
          Point r = new Point(1, 2, 3.5, 0f, true, 'c', (byte) 4, (short) 5, null, ints, any);
          LOG.add(p.equals(q) + " " + p.equals(r) + " " + p.equals(null) + " " + p.equals("p"));
          LOG.add((p.hashCode() - System.identityHashCode(ints) * 31) + "");
          LOG.add(p.toString().replace(ints.toString(), "ints"));
          LOG.add(new Nothing() + " " + new Nothing().hashCode() + new Nothing().equals(new Nothing()));
          LOG.add(new Local("l") + " " + new Local("l").equals(new Local("l")) + new Local(null).hashCode());
          Double nan = Double.NaN;
          record D(double d) {}
          LOG.add("" + new D(nan).equals(new D(nan)) + new D(0.0).equals(new D(-0.0)));
        }
      }
      """;

  @TempDir private Path folder;

  @BeforeEach
  void compile() throws IOException {
    compile(PROGRAM);
  }

  private void compile(String program) throws IOException {
    Path source = Files.writeString(folder.resolve("Program.java"), program);
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "--release", "17", "-Xlint:-options", source.toString());
    assertThat(result).isZero();
  }

  private Object run() throws Exception {
    URL[] path = {folder.toUri().toURL()};
    try (var loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      return loader.loadClass("Program").getMethod("run").invoke(null);
    }
  }

  private void link() throws IOException {
    LinkEarly.main(new String[] {folder.toString()});
  }

  /** The bootstrap methods of all classes. */
  private List<String> linkage() throws IOException {
    var found = new ArrayList<String>();
    for (byte[] each : ClassFolder.read(folder).values()) {
      new ClassReader(each)
          .accept(
              new ClassVisitor(Opcodes.ASM9) {
                @Override
                public MethodVisitor visitMethod(
                    int access, String name, String type, String signature, String[] thrown) {
                  return new MethodVisitor(Opcodes.ASM9) {
                    @Override
                    public void visitInvokeDynamicInsn(
                        String name, String type, Handle bootstrap, Object... arguments) {
                      String what = bootstrap.getName();
                      found.add(what.equals("bootstrap") ? what + " " + name : what);
                    }
                  };
                }
              },
              0);
    }
    return found;
  }

  @Test
  void whatIsLinkedEarlyDoesWhatItDid() throws Exception {
    Object before = run();
    assertThat(linkage()).contains("metafactory", "bootstrap equals");

    link();

    assertThat(run()).isEqualTo(before);
    assertThat(linkage())
        .containsOnly("makeConcatWithConstants", "altMetafactory", "bootstrap toString");
  }

  @Test
  void whatIsLinkedStaysAsItIs() throws IOException {
    link();
    Map<String, byte[]> once = ClassFolder.read(folder);
    link();

    assertThat(ClassFolder.read(folder)).containsExactlyEntriesOf(once);
  }

  /** As a build does that finds the folder of the one before. */
  @Test
  void anotherCompilationLeavesNothingOfTheOneBefore() throws Exception {
    link();
    compile(
        "public class Program { public static Object run() { return ((java.util.function"
            + ".Supplier<Object>) () -> 1).get(); } }");
    link();

    assertThat(run()).isEqualTo(1);
    assertThat(ClassFolder.read(folder).keySet())
        .filteredOn(name -> name.startsWith("Program" + LinkEarly.LAMBDA))
        .containsExactly("Program" + LinkEarly.LAMBDA + "1");
  }
}
