package dev.weft.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.report.MethodReport;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a class repeats of a woven interface, as Scala's compiler has it do, is woven as well. */
final class MixinForwardersTest {

  @Test
  void aClassThatRepeatsBodiesOfAnInterfaceGetsItsOwn() {
    Map<String, byte[]> classes =
        Sources.compile(
            """
            package p;
            import dev.weft.annotations.Async;
            import dev.weft.woven.WovenCarrier;
            public interface Trait {
              private static void weft$woven() {}
              @Async default String m(String text) { return text; }
              default String m(String text, int room, WovenCarrier carrier) { return text; }
            }
            """,
            """
            package p;
            import dev.weft.woven.WovenCarrier;
            public class Mixed implements Trait {
              public String m(String text) { return Trait.super.m(text); }
              public String m(String text, int room, WovenCarrier carrier) {
                return Trait.super.m(text, room, carrier);
              }
            }
            """);

    WovenClass woven = new Weaver(Sources.hierarchy(classes)).weave(classes.get("p/Mixed"));

    assertThat(Objects.requireNonNull(woven).methods())
        .extracting(MethodReport::method)
        .containsExactly("m");
  }
}
