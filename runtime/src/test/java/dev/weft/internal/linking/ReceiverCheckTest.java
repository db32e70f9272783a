package dev.weft.internal.linking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.internal.engine.Woven;
import dev.weft.woven.WovenCarrier;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether a woven body is what a call means for its receiver. */
@SuppressWarnings("UnusedMethod") // found by reflection
class ReceiverCheckTest {

  private static final String PLAIN = "(I)Ljava/lang/String;";
  private static final String WOVEN = "(IILdev/weft/woven/WovenCarrier;)Ljava/lang/String;";

  private final ReceiverCheck receivers = receivers(Woven.class, "m", PLAIN);
  private final ReceiverCheck ofFace = receivers(Face.class, "m", PLAIN);

  private static ReceiverCheck receivers(Class<?> owner, String name, String plain) {
    return new ReceiverCheck(MethodHandles.lookup(), owner.getName(), name, plain, WOVEN);
  }

  private boolean haveBody(Class<?> receiver) {
    return (Face.class.isAssignableFrom(receiver) ? ofFace : receivers).get(receiver);
  }

  static class Woven {
    String m(int i) {
      return "plain" + i;
    }

    String m(int i, int room, WovenCarrier carrier) {
      return "woven" + i;
    }
  }

  static class Inherits extends Woven {
    String m(long other) {
      return "another method" + other;
    }

    Object other(int i) {
      return i;
    }
  }

  static class OverridesPlain extends Woven {
    @Override
    String m(int i) {
      return "other";
    }
  }

  static class OverridesBoth extends Woven {
    private static void weft$woven() {}

    @Override
    String m(int i) {
      return "other";
    }

    @Override
    String m(int i, int room, WovenCarrier carrier) {
      return "other";
    }
  }

  /** As a proxy does that overrides whatever it sees. */
  static class CopiesBoth extends Woven {
    @Override
    String m(int i) {
      return "advised";
    }

    @Override
    String m(int i, int room, WovenCarrier carrier) {
      return "advised";
    }
  }

  static class BelowCopy extends CopiesBoth {}

  static class CopiesWovenOverride extends OverridesBoth {
    @Override
    String m(int i) {
      return "advised";
    }

    @Override
    String m(int i, int room, WovenCarrier carrier) {
      return "advised";
    }
  }

  static class BelowPlain extends OverridesPlain {}

  static class WovenAgain extends OverridesPlain {
    private static void weft$woven() {}

    @Override
    String m(int i) {
      return "again";
    }

    @Override
    String m(int i, int room, WovenCarrier carrier) {
      return "again";
    }
  }

  static class Covariant {
    Object m(int i) {
      return i;
    }

    String m(int i, int room, WovenCarrier carrier) {
      return "woven";
    }
  }

  @Test
  void whoOverridesNothingAgrees() {
    assertThat(haveBody(Woven.class)).isTrue();
    assertThat(haveBody(Inherits.class)).isTrue();
    assertThat(haveBody(new Woven() {}.getClass())).isTrue();
  }

  @Test
  void whoOverridesBothAgrees() {
    assertThat(haveBody(OverridesBoth.class)).isTrue();
    assertThat(haveBody(WovenAgain.class)).isTrue();
  }

  @Test
  void whoOverridesTheOrdinaryMethodAloneDisagreesAndSoDoItsSubclasses() {
    assertThat(haveBody(OverridesPlain.class)).isFalse();
    assertThat(haveBody(BelowPlain.class)).isFalse();
  }

  @Test
  void aMethodOfAnotherResultIsAnotherMethod() {
    assertThat(haveBody(Covariant.class)).isFalse();
  }

  @Test
  void answersDoNotDependOnWhoWasAskedAboutBefore() {
    for (int i = 0; i < 3; i++) {
      assertThat(haveBody(Inherits.class)).isTrue();
      assertThat(haveBody(OverridesPlain.class)).isFalse();
      assertThat(haveBody(Inherits.class)).isTrue();
    }
  }

  @Test
  void whoOverridesTheBodyWithoutBeingWovenIsAProxy() {
    assertThat(haveBody(CopiesBoth.class)).isFalse();
    assertThat(haveBody(BelowCopy.class)).isFalse();
    assertThat(haveBody(CopiesWovenOverride.class)).isFalse();
  }

  @Test
  void ofAnObjectItIsItsClassThatIsAskedAbout() {
    for (int i = 0; i < 3; i++) {
      assertThat(receivers.haveBody(new Woven())).isTrue();
      assertThat(receivers.haveBody(new Inherits())).isTrue();
      assertThat(receivers.haveBody(new Woven() {})).isTrue();
      assertThat(receivers.haveBody(new CopiesBoth())).isFalse();
      assertThat(receivers.haveBody(null)).as("the call throws").isTrue();
    }
  }

  interface Face {
    default String m(int i) {
      return "plain";
    }

    default String m(int i, int room, WovenCarrier carrier) {
      return "woven";
    }
  }

  interface Narrower extends Face {
    @Override
    default String m(int i) {
      return "narrower";
    }
  }

  static class Implements implements Face {}

  static class ImplementsPlain implements Face {
    @Override
    public String m(int i) {
      return "plain";
    }
  }

  static class ImplementsNarrower implements Narrower {}

  static class ImplementsBothFaces extends Implements implements Narrower {}

  @Test
  void methodsOfInterfacesCountAsInheritedUnlessAClassOrANarrowerInterfaceHasThem() {
    assertThat(haveBody(Implements.class)).isTrue();
    assertThat(haveBody(ImplementsPlain.class)).isFalse();
    assertThat(haveBody(ImplementsNarrower.class)).isFalse();
    assertThat(haveBody(ImplementsBothFaces.class)).isFalse();
  }

  @Test
  void aProxyOfTheJdkHasNoBody() {
    Object proxy =
        Proxy.newProxyInstance(
            Face.class.getClassLoader(),
            new Class<?>[] {Face.class},
            (self, method, arguments) -> "handled");

    assertThat(haveBody(proxy.getClass())).isFalse();
  }

  @Test
  void everyMethodHasItsOwnAnswer() {
    var other = receivers(Woven.class, "other", "(I)Ljava/lang/Object;");

    assertThat(List.of(haveBody(Inherits.class), other.get(Inherits.class)))
        .containsExactly(true, false);
  }
}
