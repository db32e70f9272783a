package dev.weft.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The names of the classes that weaving adds: free, different, and short enough. */
final class AddedNamesTest {

  private static final String HEAD =
      """
      package p;
      import dev.weft.*;
      import dev.weft.annotations.Async;
      import static dev.weft.Weft.await;
      """;

  private static String body(String name) {
    return "@Async static int " + name + "() { return await(Task.completed(1)) + 1; } ";
  }

  private static Object call(Map<String, byte[]> classes, String type, String method)
      throws Exception {
    var declared = Sources.load(Sources.weave(classes), type).getDeclaredMethod(method);
    declared.setAccessible(true);
    return declared.invoke(null);
  }

  @Test
  void aNestedClassOfTheUserKeepsItsName() throws Exception {
    Map<String, byte[]> classes =
        Sources.compile(
            HEAD
                + "class Outer { "
                + body("m")
                + " static class m { static class Frame { static int x = 7; } } "
                + " static int x() { return m.Frame.x; } }");

    assertThat(new Weaver(Sources.hierarchy(classes)).weave(classes.get("p/Outer")).added())
        .containsOnlyKeys("p/Outer$m$2$Frame");
    assertThat(call(classes, "p.Outer", "m")).isEqualTo(2);
    assertThat(call(classes, "p.Outer", "x")).isEqualTo(7);
  }

  @Test
  void aLambdasInterfaceDoesNotTakeTheNameOfOneOfTheUser() throws Exception {
    Map<String, byte[]> classes =
        Sources.compile(
            HEAD
                + "class Outer { static class AsyncCallable { static class Woven {} } "
                + " static dev.weft.AsyncCallable<Integer> c() { return () -> 5; }"
                + " static int m() { return Weft.run(Schedulers.manual(), c()); } }");

    assertThat(new Weaver(Sources.hierarchy(classes)).weave(classes.get("p/Outer")).embedded())
        .containsOnlyKeys("p/Outer$AsyncCallable$2$Woven");
  }

  @Test
  void framesLeftByAnEarlierWeavingAreWrittenOver() throws Exception {
    Map<String, byte[]> classes = Sources.compile(HEAD + "class Outer { " + body("m") + "}");
    WovenClass first = new Weaver(Sources.hierarchy(classes)).weave(classes.get("p/Outer"));
    var both = new TreeMap<>(classes);
    both.putAll(first.added());

    WovenClass second = new Weaver(Sources.hierarchy(both)).weave(classes.get("p/Outer"));

    assertThat(second.added()).containsOnlyKeys("p/Outer$m$Frame");
    assertThat(second.bytes()).isEqualTo(first.bytes());
  }

  @Test
  void namesDifferOnADiskThatIgnoresCase() throws Exception {
    Map<String, byte[]> classes =
        Sources.compile(HEAD + "class Outer { " + body("foo") + body("Foo") + body("fOO") + "}");

    WovenClass woven = new Weaver(Sources.hierarchy(classes)).weave(classes.get("p/Outer"));

    assertThat(woven.added().keySet().stream().map(name -> name.toLowerCase(Locale.ROOT)))
        .hasSize(3)
        .doesNotHaveDuplicates();
    assertThat(call(classes, "p.Outer", "fOO")).isEqualTo(2);
  }

  @Test
  void aDollarInAMethodsNameDoesNotMakeItAnotherClasssMethod() throws Exception {
    Map<String, byte[]> classes =
        Sources.compile(
            HEAD + "class Outer { " + body("a$b") + " static class a { " + body("b") + "} }");
    var weaver = new Weaver(Sources.hierarchy(classes));

    assertThat(weaver.weave(classes.get("p/Outer")).added().keySet())
        .doesNotContainAnyElementsOf(weaver.weave(classes.get("p/Outer$a")).added().keySet());
  }

  @Test
  void longNamesAreShortenedSoThatTheyFitAFile() throws Exception {
    String type = "T" + "e".repeat(238);
    String method = "m" + "ö".repeat(244);
    Map<String, byte[]> classes =
        Sources.compile(HEAD + "class " + type + " { " + body(method) + body(method + "x") + "}");

    WovenClass woven = new Weaver(Sources.hierarchy(classes)).weave(classes.get("p/" + type));

    assertThat(woven.added()).hasSize(2);
    for (String name : woven.added().keySet()) {
      String file = name.substring("p/".length()) + ".class";
      assertThat(file.getBytes(StandardCharsets.UTF_8).length).isLessThan(255);
    }
    assertThat(call(classes, "p." + type, method)).isEqualTo(2);
  }
}
