package dev.weft.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is said of errors as the JVM throws them; real ones are thrown in the agent's tests. */
class MissingPartsMessagesTest {

  private static Throwable explained(LinkageError error) {
    error.setStackTrace(
        new StackTraceElement[] {new StackTraceElement("app.Main", "m", "Main.java", 7)});
    return MissingParts.explain(error);
  }

  private static void assertUntouched(LinkageError error) {
    assertThat(explained(error)).isSameAs(error);
  }

  @Test
  void membersAsJdk21NamesThem() {
    assertThat(
            explained(
                new NoSuchFieldError(
                    "Class dev.weft.woven.WovenCarrier does not have member field 'int"
                        + " unwinding'")))
        .hasMessageStartingWith(
            "app.Main.m(Main.java:7) was woven by Weft, and the weft-runtime that it runs with has"
                + " no ");
    assertThat(
            explained(
                new NoSuchFieldError(
                    "Class app.Main$m$Frame does not have member field 'dev.weft.woven.Receivers"
                        + " RECEIVERS_1'")))
        .hasMessageContaining("and the class app.Main$m$Frame beside it is of another build");
  }

  @Test
  void fieldsAsJdk17NamesThem() {
    assertThat(explained(new NoSuchFieldError("RECEIVERS_2")))
        .isInstanceOf(IncompatibleClassChangeError.class)
        .hasMessageContaining("$Frame beside it is of another build");
  }

  @Test
  void theCauseAndTheTraceAreTheJvms() {
    var error = new NoClassDefFoundError("app/Main$m$2$Frame");

    Throwable explained = explained(error);

    assertThat(explained)
        .hasCause(error)
        .hasMessageContaining("class app.Main$m$2$Frame, and that");
    assertThat(explained.getStackTrace()).isEqualTo(error.getStackTrace());
    assertThat(MissingParts.explain(explained)).isSameAs(explained);
  }

  @Test
  void whatIsNotWeftsIsLeftAsItIs() {
    assertUntouched(new NoClassDefFoundError("app/Main$Inner"));
    assertUntouched(new NoClassDefFoundError("app/Other$m$Frame"));
    assertUntouched(new NoClassDefFoundError("Could not initialize class app.Main$m$Frame"));
    assertUntouched(new NoSuchMethodError("'void app.Main.n(int)'"));
    assertUntouched(new NoSuchFieldError("unwinding"));
    assertUntouched(new NoSuchFieldError("MAX_DEPTH"));
    assertUntouched(new LinkageError());
    assertUntouched(new ExceptionInInitializerError("dev.weft.woven.X"));
    var other = new IllegalStateException("dev/weft/woven/X");
    assertThat(MissingParts.explain(other)).isSameAs(other);
  }
}
