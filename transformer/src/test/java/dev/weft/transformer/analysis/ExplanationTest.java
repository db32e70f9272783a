package dev.weft.transformer.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.Sources;
import dev.weft.transformer.Weaver;
import dev.weft.transformer.WovenClass;
import dev.weft.transformer.facts.FlowGraph;
import dev.weft.transformer.facts.FlowGraph.NodeKind;
import dev.weft.transformer.facts.LoopOfPoints;
import dev.weft.transformer.report.MethodDetails;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of variables that are not kept, of loops, and of how states follow one another. */
class ExplanationTest {

  private static final String CLASS =
      """
      package p;
      import dev.weft.Task;
      import dev.weft.annotations.Async;
      import static dev.weft.Weft.await;
      class C {
        @Async int m(Task<Integer> t, int n) {
      %s
        }
      }
      """;

  private static MethodDetails explain(String body) {
    Map<String, byte[]> classes = Sources.compile(CLASS.formatted(body));
    WovenClass woven =
        new Weaver(Sources.hierarchy(classes)).explaining().weave(classes.get("p/C"));
    return woven.methods().get(0).details();
  }

  private static String edges(MethodDetails details) {
    var text = new StringBuilder();
    for (FlowGraph.Edge edge : details.graph().edges()) {
      text.append(name(details, edge.from()))
          .append(edge.exceptional() ? " ~> " : " -> ")
          .append(name(details, edge.to()))
          .append('\n');
    }
    return text.toString();
  }

  private static String name(MethodDetails details, int id) {
    FlowGraph.Node node =
        details.graph().nodes().stream().filter(each -> each.id() == id).findFirst().orElseThrow();
    return node.kind() == NodeKind.POINT ? "p" + node.state() : node.kind().toString();
  }

  @Test
  void aWeaverThatDoesNotExplainHasNoDetails() {
    Map<String, byte[]> classes = Sources.compile(CLASS.formatted("return await(t);"));
    WovenClass plain = new Weaver(Sources.hierarchy(classes)).weave(classes.get("p/C"));
    WovenClass explained =
        new Weaver(Sources.hierarchy(classes)).explaining().weave(classes.get("p/C"));

    assertThat(plain.methods().get(0).details()).isNull();
    assertThat(explained.bytes()).isEqualTo(plain.bytes());
    assertThat(explained.added().get("p/C$m$Frame")).isEqualTo(plain.added().get("p/C$m$Frame"));
  }

  @Test
  void aVariableIsDeadIfItIsNotReadOrWrittenFirst() {
    MethodDetails details =
        explain(
            """
            int a = n;
            int b = a + 1;
            int c = b;
            await(t);
            a = 1;
            if (n > 1) { b = 2; } else { b = 3; }
            return a + b;
            """);

    assertThat(details.states().get(1).dead())
        .containsExactly(
            new MethodDetails.Dead("this", "p.C", "not read again"),
            new MethodDetails.Dead("t", "dev.weft.Task", "not read again"),
            new MethodDetails.Dead(
                "a", "int", "given a new value in line 11 before it is read again"),
            new MethodDetails.Dead(
                "b", "int", "given a new value in line 12 before it is read again"),
            new MethodDetails.Dead("c", "int", "not read again"));
    assertThat(details.states().get(1).kept())
        .extracting(MethodDetails.Kept::variable)
        .containsExactly("n");
  }

  @Test
  void aSlotThatAnotherVariableTakesIsNotAnOverwrittenVariable() {
    MethodDetails details =
        explain("{ int a = n; await(t); } { int other = 7; await(t); return other; }");

    assertThat(details.states().get(1).dead())
        .contains(new MethodDetails.Dead("a", "int", "not read again"));
  }

  @Test
  void statesFollowOneAnother() {
    assertThat(edges(explain("int r = await(t); if (n > 0) { r += await(t); } return r;")))
        .isEqualTo(
            """
            START -> p1
            p1 -> p2
            p1 -> RETURN
            p2 -> RETURN
            """);
    assertThat(edges(explain("while (true) { await(t); }")))
        .isEqualTo(
            """
            START -> LOOP
            LOOP -> p1
            p1 -> LOOP
            """);
    assertThat(
            edges(
                explain(
                    "try { return await(t); } catch (RuntimeException e) { throw new Error(e); }")))
        .isEqualTo(
            """
            START -> p1
            p1 ~> HANDLER
            p1 -> RETURN
            HANDLER ~> THROW
            """);
  }

  @Test
  void loopsKnowTheirPointsTheLoopAroundThemAndTheirCopies() {
    MethodDetails details =
        explain(
            """
            int s = 0;
            for (int i = 0; i < n; i++) {
              for (int j = 0; j < i; j++) {
                s += await(t);
              }
              s += await(t);
            }
            for (int k = 0; k < n; k++) { s += k; }
            return s;
            """);

    assertThat(details.loops()).hasSize(2);
    LoopOfPoints inner = details.loops().get(0);
    LoopOfPoints outer = details.loops().get(1);
    assertThat(inner.line()).isEqualTo(9);
    assertThat(inner.outer()).isEqualTo(1);
    assertThat(inner.states()).containsExactly(1);
    assertThat(inner.copied()).isBetween(1, inner.instructions());
    assertThat(outer.line()).isEqualTo(8);
    assertThat(outer.outer()).isEqualTo(-1);
    assertThat(outer.states()).containsExactly(2);
    assertThat(details.states().get(1).copyOf()).isZero();
    assertThat(details.states().get(2).copyOf()).isEqualTo(1);
    assertThat(details.loopNote()).isEmpty();
  }

  @Test
  void aMethodThatIsTooLargeForCopiesSaysSo() {
    String work = "s += n * s - 1; s ^= n;\n".repeat(300);

    MethodDetails details =
        explain("int s = 0; while (s < n) { s += await(t); " + work + " } return s;");

    assertThat(details.loops().get(0).copied()).isZero();
    assertThat(details.loopNote()).contains("too large with copies");
    assertThat(details.states().get(1).copyOf()).isEqualTo(-1);
  }

  @Test
  void aLargeMethodIsExplainedInReasonableTime() {
    String body = "if (n > 3) { n += await(t); } else { n -= 2; }\n".repeat(400);

    MethodDetails details = explain(body + "return n;");

    assertThat(details.states()).hasSize(401);
    assertThat(details.graph().edges().size()).isLessThan(5 * 400);
  }
}
