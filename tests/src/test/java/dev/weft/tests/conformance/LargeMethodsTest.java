package dev.weft.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods with more awaits, variables, parameters or code than one would write by hand. */
final class LargeMethodsTest {

  private static String repeat(int count, String text) {
    return IntStream.range(0, count)
        .mapToObj(i -> text.replace("#", "" + i))
        .collect(Collectors.joining());
  }

  private static Map<String, String> program(String members) {
    return Map.of(
        "large.Program",
        """
        package large;

        import static dev.weft.Weft.await;

        import dev.weft.annotations.Async;
        import dev.weft.tests.conformance.Probe;

        public final class Program {
        %s
        }
        """
            .formatted(members));
  }

  private static void check(Build build, String members) throws ReflectiveOperationException {
    Programs programs = Programs.of(program(members), build);
    assertThat(Verification.problems(programs.woven(), "large/")).isEmpty();
    checkRuns(programs);
  }

  private static void checkRuns(Programs programs) throws ReflectiveOperationException {
    Outcome expected = new ProgramRun(programs.plain(), "large.Program").expected();
    for (Mode mode : Mode.values()) {
      assertThat(new ProgramRun(programs.woven(), "large.Program").blocking(mode))
          .isEqualTo(expected);
      assertThat(new ProgramRun(programs.woven(), "large.Program").onLoop(mode))
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void threeHundredAwaits(Build build) throws ReflectiveOperationException {
    String body = repeat(300, "    sum = sum * 31 + await(p.later(#));\n");
    check(
        build,
        "@Async public static Object run(Probe p) { int sum = 1;\n" + body + "return sum; }");
  }

  @ParameterizedTest
  @EnumSource
  void moreVariablesThanAByteCounts(Build build) throws ReflectiveOperationException {
    String variables = repeat(150, "    long l# = # + first; int i# = #; String s# = \"s#\";\n");
    String sum = repeat(150, "    all += l# + i#; text += s#.length();\n");
    check(
        build,
        "@Async public static Object run(Probe p) { double all = 0; String text = \"\";\n"
            + "    long first = await(p.later(5L));\n"
            + variables
            + "    await(p.later(1)); all++;\n"
            + sum
            + "    for (int k = 0; k < 3; k++) { all += await(p.later(k)) + i149; i149++; }\n"
            + sum
            + "    return all + text; }");
  }

  /** Room and carrier still fit in; a call that is linked late may have one parameter less. */
  @ParameterizedTest
  @EnumSource
  void almostAsManyParametersAsTheJvmAllows(Build build) throws ReflectiveOperationException {
    parameters(build, build.callsDirectly ? ", int a, int b" : ", int a");
  }

  private static void parameters(Build build, String more) throws ReflectiveOperationException {
    String parameters = repeat(125, ", long a#") + more;
    String arguments = repeat(125, ", #L") + more.replaceAll("int \\w+", "7");
    String sum = repeat(125, " + a# * #");
    check(
        build,
        "@Async static long many(Probe p%s) { await(p.later(0)); return 0%s; }\n"
                .formatted(parameters, sum)
            + "@Async public static Object run(Probe p) { return many(p%s); }"
                .formatted(arguments));
  }

  @Test
  void refusesWhereThereIsNoRoomForTheCarrier() {
    assertThatThrownBy(() -> parameters(Build.DEBUG, ", int a, int b, int c"))
        .hasMessageContaining("RefusedError: large.Program.many(Program.java");
  }

  /** A method handle, which is what links a lambda's body, may have 254 parameters at most. */
  @ParameterizedTest
  @EnumSource
  void lambdaThatCapturesAlmostAsMuchAsTheJvmAllows(Build build)
      throws ReflectiveOperationException {
    lambda(build, "");
  }

  @Test
  void refusesLambdasThatCaptureMore() {
    assertThatThrownBy(() -> lambda(Build.DEBUG, "int a = 7;"))
        .hasMessageContaining("RefusedError: large.Program.lambda$run$0(Program.java")
        .hasMessageContaining("what it captures");
  }

  /** What returns a task or a generator is called by its entry, and by no handle of its body. */
  @ParameterizedTest
  @EnumSource
  void lambdaThatIsNotLinkedMayCaptureOneMore(Build build) throws ReflectiveOperationException {
    String task =
        "java.util.function.Supplier<dev.weft.Task<Object>> sum = () -> {"
            + " dev.weft.Weft.yieldNow(); return dev.weft.Task.completed(b + a%s); };";
    String sum = repeat(125, " + a#");
    check(
        build,
        "@Async public static Object run(Probe p) {\n"
            + repeat(125, "    long a# = p.hashCode() * 0L + #;\n")
            + "    int a = 7, b = 3, c = 1;\n    "
            + task.formatted(sum + " + c")
            + "\n    return await(sum.get()); }");
  }

  @Test
  void refusesBoundReferencesThatDoNotFit() {
    String parameters = "Probe p, int b" + repeat(125, ", long a#");
    String members =
        "interface Many { @Async long many(%s); }\n".formatted(parameters)
            + "@Async long sum(%s) { await(p.later(1)); return a5; }\n".formatted(parameters)
            + "@Async public static Object run(Probe p) { Many many = new Program()::sum;\n"
            + "    return many.many(p, 1%s); }".formatted(repeat(125, ", #L"));
    assertThatThrownBy(() -> check(Build.DEBUG, members))
        .hasMessageContaining("RefusedError: large.Program.lambda$weft$sum$0(Program.java");
  }

  private static void lambda(Build build, String more) throws ReflectiveOperationException {
    String sum = repeat(125, " + a#") + (more.isEmpty() ? "" : " + a");
    check(
        build,
        "@Async public static Object run(Probe p) throws Exception {\n"
            + repeat(125, "    long a# = p.hashCode() * 0L + #;\n")
            + "    int b = 3;\n"
            + more
            + "    dev.weft.AsyncCallable<Object> sum = () -> await(p.later(b))%s;\n".formatted(sum)
            + "    return sum.call(); }");
  }

  /** The type that inherits the method twice would need a body, but there is no room for one. */
  @Test
  void refusesWhatIsInheritedTwiceWithoutABody() {
    String parameters = "int first" + repeat(126, ", long a#");
    String many = "@Async long many(%s)".formatted(parameters);
    String members =
        "interface One { %s; }\n interface Two { %s; }\n".formatted(many, many)
            + "interface Both extends One, Two { }\n"
            + "static final class Sum implements Both { public long many(%s) { return a5; } }\n"
                .formatted(parameters)
            + "@Async public static Object run(Probe p) { Both both = new Sum();\n"
            + "    return await(p.later(1)) + both.many(1%s); }".formatted(repeat(126, ", #L"));
    assertThatThrownBy(() -> check(Build.DEBUG, members))
        .hasMessageContaining("RefusedError: large.Program$Sum.many(Program.java");
  }

  /** Loops are copied as long as the method stays below a limit; the sizes lie around it. */
  @ParameterizedTest
  @ValueSource(ints = {10, 300, 400, 410, 420, 600, 625, 1200})
  void loopsAroundTheSizeUpToWhichTheyAreCopied(int statements)
      throws ReflectiveOperationException {
    check(
        Build.DEBUG,
        "@Async public static Object run(Probe p) { int s = 1;"
            + " for (int i = 0; i < 4; i++) { s += await(p.later(i));"
            + " for (int k = 0; k < 2; k++) { "
            + repeat(statements, " s = 31 * s + (i ^ #);")
            + " if (s == k) { continue; } s -= await(p.later(k)); } p.log(s); } return s; }");
  }

  @Test
  void refusesWhatWouldBeTooLarge() {
    String variables = repeat(150, "    long l# = await(p.later(#L));\n");
    String sum = repeat(150, "    p.log(l#);\n");
    String body = variables + variables.replace("long l", "int i").replace("L)", ")") + sum;
    assertThatThrownBy(
            () ->
                check(
                    Build.DEBUG,
                    "@Async public static Object run(Probe p) {"
                        + body
                        + repeat(150, "    p.log(i#);\n")
                        + " return null; }"))
        .hasMessageContaining("RefusedError: large.Program.run(Program.java) was not woven: it")
        .hasMessageContaining("bytes of code");
  }

  @ParameterizedTest
  @EnumSource
  void deepOperandStack(Build build) throws ReflectiveOperationException {
    String expression = repeat(60, "await(p.later(#L)) + (") + "0L" + ")".repeat(60);
    String nested = repeat(30, "new Object[] {\"#\", #, ") + "await(p.later(1))" + "}".repeat(30);
    check(
        build,
        "@Async public static Object run(Probe p) { long a = %s; p.log(%s); return a; }"
            .formatted(expression, nested));
  }

  /**
   * They fit in a body and its frame, but showing them all would not fit in a method. ASM's checker
   * gives such a method up, so only the JVM verifies it.
   */
  @Test
  void moreValuesThanAFrameCanShow() throws ReflectiveOperationException {
    var members = new StringBuilder();
    var sums = new StringBuilder();
    for (String type : List.of("int", "long", "float", "double")) {
      members.append(
          "static %1$s of(%2$s) { return a117 + last + a0; }\n"
              .formatted(type, repeat(118, type + " a#, ") + type + " last"));
      String arguments = repeat(118, type.charAt(0) + ", ");
      String values = "of(" + arguments;
      sums.append("    sum += " + values.repeat(7) + "await(p.later(1))" + ")".repeat(7) + ";\n");
    }
    members
        .append("@Async public static Object run(Probe p) { int i = p.hashCode() * 0 + 1;\n")
        .append("    long l = i; float f = i; double d = i; double sum = 0;\n")
        .append(sums)
        .append("    return sum; }");
    checkRuns(Programs.of(program(members.toString()), Build.DEBUG));
  }

  /** Three values of any of five types below an await: a hundred and twenty-five ways. */
  @ParameterizedTest
  @EnumSource
  void everyMixOfTypesOnTheStack(Build build) throws ReflectiveOperationException {
    Map<String, String> values =
        new TreeMap<>(Map.of("int", "1", "long", "2L", "float", "3f", "double", "4.0"));
    values.put("String", "\"5\"");
    var members = new StringBuilder();
    var calls = new StringBuilder();
    for (String a : values.keySet()) {
      members.append("@Async static void %s(Probe p) {\n".formatted("all_" + a));
      calls.append("all_%s(p);\n".formatted(a));
      for (String b : values.keySet()) {
        for (String c : values.keySet()) {
          members.append(
              "p.log(join%s(%s, %s, %s, await(p.later(9))));\n"
                  .formatted(a + b + c, values.get(a), values.get(b), values.get(c)));
          calls.insert(0, joining(a, b, c));
        }
      }
      members.append("}\n");
    }
    int split = calls.indexOf("all_");
    check(
        build,
        calls.substring(0, split)
            + members
            + "@Async public static Object run(Probe p) {\n"
            + calls.substring(split)
            + "return null; }");
  }

  private static String joining(String a, String b, String c) {
    return "static String join%s(%s a, %s b, %s c, int d) { return a + \" \" + b + c + d; }\n"
        .formatted(a + b + c, a, b, c);
  }

  @ParameterizedTest
  @EnumSource
  void wideJumps(Build build) throws ReflectiveOperationException {
    String body = repeat(700, "      if (k == #) { sum += p.hashCode() * 0 + #; p.log(k); }\n");
    check(
        build,
        "@Async public static Object run(Probe p) { int sum = 0;\n"
            + "    for (int k = 0; k < 5; k++) {\n      sum += await(p.later(k));\n"
            + body
            + "      sum += await(p.later(k));\n    }\n    return sum; }");
  }
}
