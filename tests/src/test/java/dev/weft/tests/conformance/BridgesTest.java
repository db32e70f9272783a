package dev.weft.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.Weaver;
import dev.weft.transformer.WovenClass;
import dev.weft.transformer.model.Hierarchy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Bridges as other compilers than javac make them: several for one method, and between kinds. */
final class BridgesTest {

  private static final String NAME = "bridges.Program";
  private static final String MADE = "bridges/Made";
  private static final String STAGE = "Ljava/util/concurrent/CompletionStage;";
  private static final String TASK = "Ldev/weft/Task;";

  private static final String DECLARED =
      """
      package bridges;
      import dev.weft.*;
      import dev.weft.annotations.Async;
      import dev.weft.tests.conformance.Probe;
      import java.util.concurrent.*;

      public class Program {
        @Async public static Object run(Probe probe) throws Exception {
          Object made = new Made(probe);
          return CALLS;
        }
      }
      interface Objects { @Async Object make() throws Exception; }
      interface Texts { @Async CharSequence make() throws Exception; }
      interface Stages { @Async CompletionStage<String> make() throws Exception; }
      interface Tasks { @Async Task<String> make() throws Exception; }
      interface Comparables { @Async Comparable<String> make() throws Exception; }
      """;

  /** A bridge {@code make()} with a result of one type that calls one of another. */
  private record Bridge(String result, String target) {

    void write(ClassVisitor type, String calledOwner) {
      int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNTHETIC;
      MethodVisitor mv = type.visitMethod(access, "make", "()" + result, null, null);
      int call = calledOwner.equals(MADE) ? Opcodes.INVOKEVIRTUAL : Opcodes.INVOKESPECIAL;
      mv.visitCode();
      mv.visitVarInsn(Opcodes.ALOAD, 0);
      mv.visitMethodInsn(call, calledOwner, "make", "()" + target, false);
      mv.visitTypeInsn(Opcodes.CHECKCAST, Type.getType(result).getInternalName());
      mv.visitInsn(Opcodes.ARETURN);
      mv.visitMaxs(1, 1);
      mv.visitEnd();
    }
  }

  /**
   * A program whose class {@code Made} gets interfaces and bridges that its source does not have.
   *
   * @param calls what is called and returned, an expression of {@code made}
   * @param target the source of its methods
   * @param calledOwner the class whose method the bridges call
   */
  private static Programs program(
      String calls, String target, String calledOwner, String faces, Bridge... bridges) {
    String classes =
        "class Made extends Base { Made(Probe probe) { super(probe); } %s }\n".formatted(target);
    return Programs.of(
        Map.of(NAME, DECLARED.replace("CALLS", calls) + classes + base(calledOwner)),
        sources -> {
          Map<String, byte[]> compiled = new TreeMap<>(Compiler.javac("-g").compile(sources));
          var reader = new ClassReader(compiled.get(MADE));
          var writer = new ClassWriter(0);
          reader.accept(new WithBridges(writer, faces, calledOwner, bridges), 0);
          compiled.put(MADE, writer.toByteArray());
          return compiled;
        },
        true);
  }

  private static String base(String calledOwner) {
    String inherited =
        calledOwner.equals(MADE)
            ? ""
            : "public Task<String> make() throws Exception { return Task.completed(\"inherited \" +"
                + " Weft.await(probe.later(1))); }";
    return "class Base { final Probe probe; Base(Probe probe) { this.probe = probe; } %s }\n"
        .formatted(inherited.isEmpty() ? "" : "@Async " + inherited);
  }

  private static final class WithBridges extends ClassVisitor {
    private final String faces;
    private final String calledOwner;
    private final Bridge[] bridges;

    WithBridges(ClassVisitor next, String faces, String calledOwner, Bridge... bridges) {
      super(Opcodes.ASM9, next);
      this.faces = faces;
      this.calledOwner = calledOwner;
      this.bridges = bridges;
    }

    @Override
    public void visit(
        int version, int access, String name, String signature, String parent, String[] none) {
      List<String> all = new ArrayList<>();
      for (String face : faces.split(" ", -1)) {
        all.add("bridges/" + face);
      }
      super.visit(version, access, name, null, parent, all.toArray(String[]::new));
    }

    @Override
    public void visitEnd() {
      for (Bridge bridge : bridges) {
        bridge.write(cv, calledOwner);
      }
      super.visitEnd();
    }
  }

  private static void check(Programs programs, String end) throws ReflectiveOperationException {
    assertThat(Verification.problems(programs.plain(), "bridges/")).isEmpty();
    assertThat(Verification.problems(programs.woven(), "bridges/")).isEmpty();
    Outcome expected = new ProgramRun(programs.plain(), NAME).expected();
    assertThat(expected.end()).isEqualTo(end);
    for (Mode mode : Mode.values()) {
      assertThat(new ProgramRun(programs.woven(), NAME).blocking(mode)).isEqualTo(expected);
      assertThat(new ProgramRun(programs.woven(), NAME).onLoop(mode)).isEqualTo(expected);
    }
  }

  @Test
  void threeBridgesForOneSuspendingMethod() throws Exception {
    String text = "Ljava/lang/String;";
    check(
        program(
            "((Objects) made).make() + \",\" + ((Texts) made).make() + \",\""
                + " + ((Comparables) made).make() + \",\" + ((Made) made).make()",
            "public String make() { return \"made\" + Weft.await(probe.later(1)); }",
            MADE,
            "Objects Texts Comparables",
            new Bridge("Ljava/lang/Object;", text),
            new Bridge("Ljava/lang/CharSequence;", text),
            new Bridge("Ljava/lang/Comparable;", text)),
        "returned made1,made1,made1,made1");
  }

  @Test
  void bridgesInAChain() throws Exception {
    check(
        program(
            "((Objects) made).make() + \",\" + ((Texts) made).make()",
            "public String make() { return \"made\" + Weft.await(probe.later(1)); }",
            MADE,
            "Objects Texts",
            new Bridge("Ljava/lang/Object;", "Ljava/lang/CharSequence;"),
            new Bridge("Ljava/lang/CharSequence;", "Ljava/lang/String;")),
        "returned made1,made1");
  }

  @Test
  void bridgesOfSeveralTypesOfTasks() throws Exception {
    check(
        program(
            "Weft.await(((Stages) made).make()) + Weft.await(((Tasks) made).make())"
                + " + Weft.await((Task<?>) ((Objects) made).make())",
            "public Task<String> make() { return Task.completed(\"made\" +"
                + " Weft.await(probe.later(1))); }",
            MADE,
            "Stages Tasks Objects",
            new Bridge(STAGE, TASK),
            new Bridge("Ljava/lang/Object;", TASK)),
        "returned made1made1made1");
  }

  @Test
  void aTaskForABridgeOnly() throws Exception {
    check(
        program(
            "Weft.await(((Tasks) made).make()) + Weft.await(((Stages) made).make())"
                + " + Weft.await((Task<?>) ((Made) made).make())",
            "public Object make() { Weft.await(probe.later(1)); return"
                + " probe.laterTask(\"made\"); }",
            MADE,
            "Tasks Stages",
            new Bridge(TASK, "Ljava/lang/Object;"),
            new Bridge(STAGE, "Ljava/lang/Object;")),
        "returned mademademade");
  }

  @Test
  void severalBridgesOfAnInheritedMethod() throws Exception {
    check(
        program(
            "Weft.await(((Stages) made).make()) + Weft.await((Task<?>) ((Objects) made).make())",
            "",
            "bridges/Base",
            "Stages Objects",
            new Bridge(STAGE, TASK),
            new Bridge("Ljava/util/concurrent/Future;", TASK),
            new Bridge("Ljava/lang/Object;", TASK)),
        "returned inherited 1inherited 1");
  }

  @Test
  void severalBridgesOfOneKindAndNoMethodOfTheClassItself() throws Exception {
    check(
        program(
            "Weft.await(((Stages) made).make()) + Weft.await(((Tasks) made).make())",
            "",
            "bridges/Base",
            "Stages Tasks",
            new Bridge(STAGE, TASK),
            new Bridge("Ldev/weft/Task;", TASK)),
        "returned inherited 1inherited 1");
  }

  @Test
  void interfacesThatInheritSeveralTypesOfTasks() throws Exception {
    check(
        program(
            "Weft.await(((Stages) made).make()) + Weft.await(((Both) made).make())",
            "public Task<String> make() { return Task.completed(\"made\" +"
                + " Weft.await(probe.later(1))); }} interface Both extends Stages, Tasks {"
                + "} abstract class Neither implements Stages, Tasks {",
            MADE,
            "Both",
            new Bridge(STAGE, TASK)),
        "returned made1made1");
  }

  @Test
  void methodsThatDifferInTheTypeOfTheirTasksOnlyAreRefused() throws Exception {
    Programs programs =
        program(
            "\"\"",
            "public Task<String> make() { return Task.completed(\"made\" +"
                + " Weft.await(probe.later(1))); }"
                + " @Async CompletionStage<String> other() { return probe.later(\"other\"); }",
            MADE,
            "Tasks");
    var renamed = new ClassWriter(0);
    var hierarchy = new Hierarchy(programs.plain()::get, name -> true);
    new ClassReader(programs.plain().get(MADE))
        .accept(
            new ClassVisitor(Opcodes.ASM9, renamed) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String desc, String signature, String[] thrown) {
                String same = name.equals("other") ? "make" : name;
                return super.visitMethod(access, same, desc, signature, thrown);
              }
            },
            0);

    WovenClass woven = new Weaver(hierarchy).weave(renamed.toByteArray());

    assertThat(woven.methods())
        .hasSize(2)
        .allSatisfy(
            each ->
                assertThat(each.refusal())
                    .contains("bridges.Made.make(Program.java)", "differs from it by its result"));
    Map<String, byte[]> all = new TreeMap<>(programs.woven());
    all.put(MADE, woven.bytes());
    assertThat(Verification.problemsOfJvm(all, "bridges/")).isEmpty();
  }
}
