package dev.weft.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;

/** Code that the JVM allows but no compiler of Java writes. */
final class AssembledTest {

  private static final String NAME = "assembled/Program";
  private static final Type OBJECT = Type.getObjectType("java/lang/Object");
  private static final Type INTEGER = Type.getObjectType("java/lang/Integer");
  private static final Type STRING = Type.getObjectType("java/lang/String");
  private static final Type PROBE = Type.getObjectType("dev/weft/tests/conformance/Probe");
  private static final Type WEFT = Type.getObjectType("dev/weft/Weft");
  private static final Method LATER =
      Method.getMethod("java.util.concurrent.CompletionStage later(Object)");
  private static final Method AWAIT =
      Method.getMethod("Object await(java.util.concurrent.CompletionStage)");
  private static final Method OF_STRING = Method.getMethod("void <init>(String)");

  private static Programs program(int version, Consumer<GeneratorAdapter> body) {
    var writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
    writer.visit(version, Opcodes.ACC_PUBLIC, NAME, null, "java/lang/Object", null);
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
    String descriptor = Type.getMethodDescriptor(OBJECT, PROBE);
    MethodVisitor method = writer.visitMethod(access, "run", descriptor, null, null);
    method.visitAnnotation("Ldev/weft/annotations/Async;", true).visitEnd();
    var code = new GeneratorAdapter(method, access, "run", descriptor);
    code.visitCode();
    body.accept(code);
    code.endMethod();
    byte[] classFile = writer.toByteArray();
    return Programs.of(
        Map.of(NAME.replace('/', '.'), ""), sources -> Map.of(NAME, classFile), true);
  }

  private static void check(Consumer<GeneratorAdapter> body, String end)
      throws ReflectiveOperationException {
    for (int version : new int[] {Opcodes.V1_5, Opcodes.V1_6, Opcodes.V1_8, Opcodes.V17}) {
      check(program(version, body), end);
    }
  }

  private static void check(Programs programs, String end) throws ReflectiveOperationException {
    String name = NAME.replace('/', '.');
    assertThat(Verification.problems(programs.plain(), NAME)).isEmpty();
    assertThat(Verification.problems(programs.woven(), NAME)).isEmpty();
    Outcome expected = new ProgramRun(programs.plain(), name).expected();
    assertThat(expected.end()).isEqualTo(end);
    for (Mode mode : Mode.values()) {
      assertThat(new ProgramRun(programs.woven(), name).blocking(mode)).isEqualTo(expected);
      assertThat(new ProgramRun(programs.woven(), name).onLoop(mode)).isEqualTo(expected);
    }
  }

  /** Stack: ... to ..., the string awaited. */
  private static void awaited(GeneratorAdapter code, String value) {
    code.loadArg(0);
    code.push(value);
    code.invokeVirtual(PROBE, LATER);
    code.invokeStatic(WEFT, AWAIT);
    code.checkCast(STRING);
  }

  private static void construct(GeneratorAdapter code) {
    awaited(code, "42");
    code.invokeConstructor(INTEGER, OF_STRING);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 9})
  void anObjectWithoutItsConstructorLiesOnTheStackManyTimes(int copies)
      throws ReflectiveOperationException {
    check(
        code -> {
          code.newInstance(INTEGER);
          for (int i = 0; i <= copies; i++) {
            code.dup();
          }
          construct(code);
          for (int i = 0; i < copies; i++) {
            code.pop();
          }
          code.returnValue();
        },
        "returned Integer 42");
  }

  @Test
  void anObjectWithoutItsConstructorIsKeptInVariablesBesideWideOnes()
      throws ReflectiveOperationException {
    check(
        code -> {
          int wide = code.newLocal(Type.LONG_TYPE);
          int kept = code.newLocal(INTEGER);
          int number = code.newLocal(Type.DOUBLE_TYPE);
          code.push(7L);
          code.storeLocal(wide);
          code.newInstance(INTEGER);
          code.dup();
          code.visitVarInsn(Opcodes.ASTORE, kept);
          code.push(2.5);
          code.storeLocal(number);
          construct(code);
          code.loadLocal(wide);
          code.pop2();
          code.visitVarInsn(Opcodes.ALOAD, kept);
          code.returnValue();
        },
        "returned Integer 42");
  }

  @Test
  void valuesLieBetweenTheCopies() throws ReflectiveOperationException {
    check(
        code -> {
          code.newInstance(INTEGER);
          code.dup();
          code.push(1);
          code.swap();
          construct(code); // Stack: object, int
          code.pop();
          code.returnValue();
        },
        "returned Integer 42");
  }

  @Test
  void onlyOneReferenceToTheObjectAndTheConstructorTakesIt() throws ReflectiveOperationException {
    check(
        code -> {
          code.newInstance(INTEGER);
          construct(code);
          awaited(code, "gone");
          code.returnValue();
        },
        "returned gone");
  }

  @Test
  void oneObjectWithinAnotherOfTheSameClass() throws ReflectiveOperationException {
    check(
        code -> {
          code.newInstance(INTEGER);
          code.dup();
          code.newInstance(INTEGER);
          code.dup();
          construct(code);
          code.invokeVirtual(INTEGER, Method.getMethod("String toString()"));
          awaited(code, "7");
          code.invokeVirtual(STRING, Method.getMethod("String concat(String)"));
          code.invokeConstructor(INTEGER, OF_STRING);
          code.returnValue();
        },
        "returned Integer 427");
  }

  @Test
  void valuesAreShuffledAroundAnAwait() throws ReflectiveOperationException {
    check(
        code -> {
          code.push("a");
          code.push(3L);
          awaited(code, "b"); // Stack: a, long, b
          code.dupX2(); // Stack: a, b, long, b
          code.pop();
          code.dup2X1(); // Stack: a, long, b, long
          awaited(code, "c");
          code.dupX2(); // Stack: a, long, b, c, long, c
          code.pop();
          code.pop2(); // Stack: a, long, b, c
          code.invokeVirtual(STRING, Method.getMethod("String concat(String)"));
          code.dupX2();
          code.pop();
          code.pop2(); // Stack: a, bc
          code.swap();
          code.invokeVirtual(STRING, Method.getMethod("String concat(String)"));
          code.returnValue();
        },
        "returned bca");
  }

  @Test
  void aLoopIsEnteredInItsMiddleAndKeepsValuesOnTheStack() throws ReflectiveOperationException {
    check(
        code -> {
          int count = code.newLocal(Type.INT_TYPE);
          Label head = code.newLabel();
          Label middle = code.newLabel();
          Label done = code.newLabel();
          code.push(0);
          code.storeLocal(count);
          code.push("start"); // stays on the stack all the time
          code.loadArg(0);
          code.ifNull(head);
          code.goTo(middle);
          code.mark(head);
          awaited(code, "h");
          code.invokeVirtual(STRING, Method.getMethod("String concat(String)"));
          code.mark(middle);
          awaited(code, "m");
          code.invokeVirtual(STRING, Method.getMethod("String concat(String)"));
          code.iinc(count, 1);
          code.loadLocal(count);
          code.push(3);
          code.ifICmp(GeneratorAdapter.GE, done);
          code.goTo(head);
          code.mark(done);
          code.returnValue();
        },
        "returned startmhmhm");
  }

  /** Stack: string to string, with {@code value} awaited and appended. */
  private static void append(GeneratorAdapter code, String value) {
    awaited(code, value);
    code.invokeVirtual(STRING, Method.getMethod("String concat(String)"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2_300, 2_600})
  void twoLoopsInOneHaveTwoEntrancesEach(int padding) throws ReflectiveOperationException {
    check(
        code -> {
          int outer = code.newLocal(Type.INT_TYPE);
          int inner = code.newLocal(Type.INT_TYPE);
          Label head = code.newLabel();
          Label first = code.newLabel();
          Label second = code.newLabel();
          Label done = code.newLabel();
          code.push(0);
          code.storeLocal(outer);
          code.push(0);
          code.storeLocal(inner);
          code.push("");
          code.mark(head); // Stack: string
          code.iinc(outer, 1);
          append(code, "<");
          code.loadLocal(outer);
          code.push(1);
          code.visitInsn(Opcodes.IAND);
          code.visitJumpInsn(Opcodes.IFEQ, second); // every other time into the middle
          code.mark(first);
          append(code, "a");
          for (int i = 0; i < padding; i++) {
            code.visitInsn(Opcodes.NOP);
          }
          code.mark(second);
          append(code, "b");
          code.iinc(inner, 1);
          code.loadLocal(inner);
          code.push(3);
          code.visitInsn(Opcodes.IREM);
          code.visitJumpInsn(Opcodes.IFNE, first);
          code.loadLocal(outer);
          code.push(3);
          code.ifICmp(GeneratorAdapter.GE, done);
          code.goTo(head);
          code.mark(done);
          code.returnValue();
        },
        "returned <ababab<babab<ababab");
  }

  @Test
  void threeHundredVariablesAreKeptBehindWideInstructions() throws ReflectiveOperationException {
    check(
        code -> {
          int[] kept = new int[300];
          for (int i = 0; i < kept.length; i++) {
            Type type = i % 3 == 0 ? Type.LONG_TYPE : Type.INT_TYPE;
            kept[i] = code.newLocal(type);
            code.push(i);
            code.cast(Type.INT_TYPE, type);
            code.storeLocal(kept[i]);
          }
          awaited(code, "x");
          code.pop();
          code.push(0L);
          for (int i = 0; i < kept.length; i++) {
            code.loadLocal(kept[i]);
            code.cast(i % 3 == 0 ? Type.LONG_TYPE : Type.INT_TYPE, Type.LONG_TYPE);
            code.math(GeneratorAdapter.ADD, Type.LONG_TYPE);
          }
          awaited(code, "y");
          code.pop();
          code.box(Type.LONG_TYPE);
          code.returnValue();
        },
        "returned Long 44850");
  }

  @Test
  void aTryBlockBeginsWithinAnExpressionAndItsHandlerCoversItself()
      throws ReflectiveOperationException {
    check(
        code -> {
          Label start = code.newLabel();
          Label end = code.newLabel();
          Label handler = code.newLabel();
          Label handlerEnd = code.newLabel();
          int tries = code.newLocal(Type.INT_TYPE);
          code.push(0);
          code.storeLocal(tries);
          code.push("below");
          code.mark(start);
          awaited(code, "x");
          code.invokeStatic(INTEGER, Method.getMethod("Integer valueOf(String)"));
          code.mark(end);
          code.swap();
          code.pop();
          code.returnValue();
          code.visitTryCatchBlock(start, handlerEnd, handler, "java/lang/NumberFormatException");
          code.mark(handler);
          code.pop();
          code.iinc(tries, 1);
          code.loadLocal(tries);
          code.push(3);
          Label enough = code.newLabel();
          code.ifICmp(GeneratorAdapter.GE, enough);
          awaited(code, "y");
          code.invokeStatic(INTEGER, Method.getMethod("Integer valueOf(String)"));
          code.pop();
          code.mark(enough);
          code.mark(handlerEnd);
          code.loadLocal(tries);
          code.box(Type.INT_TYPE);
          code.returnValue();
        },
        "returned Integer 3");
  }

  @Test
  void jumpsAndSwitchesReachFarOverNothing() throws ReflectiveOperationException {
    check(
        code -> {
          Label far = code.newLabel();
          int[] keys = new int[2000];
          Label[] labels = new Label[keys.length];
          for (int i = 0; i < keys.length; i++) {
            keys[i] = i - 1000;
            labels[i] = i == 1005 ? far : code.newLabel();
          }
          awaited(code, "hello");
          code.invokeVirtual(STRING, Method.getMethod("int length()"));
          Label none = code.newLabel();
          code.visitTableSwitchInsn(-1000, 999, none, labels);
          for (Label label : labels) {
            if (label != far) {
              code.mark(label);
            }
          }
          code.mark(none);
          code.push("wrong");
          code.returnValue();
          for (int i = 0; i < 20_000; i++) {
            code.visitInsn(Opcodes.NOP);
          }
          code.mark(far);
          awaited(code, "far");
          code.returnValue();
        },
        "returned far");
  }

  @Test
  void constantsAreComputedHandlesAndTypes() throws ReflectiveOperationException {
    Handle bootstrap =
        new Handle(
            Opcodes.H_INVOKESTATIC,
            "java/lang/invoke/ConstantBootstraps",
            "enumConstant",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)"
                + "Ljava/lang/Enum;",
            false);
    var days = new ConstantDynamic("DAYS", "Ljava/util/concurrent/TimeUnit;", bootstrap);
    Consumer<GeneratorAdapter> body =
        code -> {
          code.visitLdcInsn(days);
          code.visitLdcInsn(Type.getMethodType("(I)J"));
          code.visitLdcInsn(
              new Handle(
                  Opcodes.H_INVOKEVIRTUAL,
                  "java/lang/String",
                  "trim",
                  "()Ljava/lang/String;",
                  false));
          awaited(code, "x");
          code.pop();
          code.pop();
          code.invokeVirtual(OBJECT, Method.getMethod("String toString()"));
          code.swap();
          code.invokeVirtual(OBJECT, Method.getMethod("String toString()"));
          code.invokeVirtual(STRING, Method.getMethod("String concat(String)"));
          code.returnValue();
        };
    check(program(Opcodes.V11, body), "returned (int)longDAYS");
  }

  @Test
  void monitorsThatDoNotBalanceAreRefusedNotBroken() throws ReflectiveOperationException {
    Programs programs =
        program(
            Opcodes.V1_8,
            code -> {
              Label skip = code.newLabel();
              code.loadArg(0);
              code.ifNull(skip);
              code.loadArg(0);
              code.monitorEnter();
              code.mark(skip);
              awaited(code, "held");
              code.returnValue();
            });
    assertThat(Verification.problems(programs.woven(), NAME)).isEmpty();
    for (Mode mode : Mode.values()) {
      assertThat(new ProgramRun(programs.woven(), NAME.replace('/', '.')).blocking(mode).end())
          .startsWith("threw dev.weft.woven.RefusedError: assembled.Program.run(")
          .contains("synchronized");
    }
  }
}
