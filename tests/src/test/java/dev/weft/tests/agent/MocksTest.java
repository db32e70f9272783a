package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Coroutines that call mocks and spies: these must answer, and see, what they do in ordinary code.
 */
class MocksTest {

  @TempDir Path folder;

  private String run(String how, String program, String... libraries) throws Exception {
    return ServicePrograms.run(folder, how, program, libraries);
  }

  private static final String MOCKS =
      """
      public class Program {
        interface Maker { Store store() throws Exception; }
        static void stubbed(Store store, String name) throws Exception {
          dev.weft.AsyncCallable<String> body =
              () -> store.open("a") + "," + dev.weft.Weft.await(store.load("b")) + "," + store.size();
          String plain = store.open("a") + "," + store.load("b").get() + "," + store.size();
          System.out.println(name + " " + plain);
          try (dev.weft.EventLoop loop = dev.weft.Schedulers.eventLoop()) {
            String got = dev.weft.Weft.run(loop, body);
            if (!got.equals(plain)) System.out.println("on a loop " + got);
          }
          String got = dev.weft.Weft.run(dev.weft.Schedulers.workStealing(1), body);
          if (!got.equals(plain)) System.out.println("on a pool " + got);
        }
      """;

  @ParameterizedTest
  @ValueSource(strings = {"agent", "build"})
  void easyMocks(String how) throws Exception {
    String out =
        run(
            how,
            MOCKS
                + """
                  public static class Open extends Vault {}
                  public static void main(String[] args) throws Exception {
                    for (Class<? extends Store> type : java.util.List.of(Store.class, Open.class)) {
                      Store mock = org.easymock.EasyMock.mock(type);
                      org.easymock.EasyMock.expect(mock.open("a")).andReturn("mocked").times(3);
                      org.easymock.EasyMock.expect(mock.load("b")).andReturn(dev.weft.Task.completed("task")).times(3);
                      org.easymock.EasyMock.expect(mock.size()).andReturn(5).times(3);
                      org.easymock.EasyMock.replay(mock);
                      stubbed(mock, type.getName());
                      org.easymock.EasyMock.verify(mock);
                    }
                  }
                }
                """,
            "easymock",
            "objenesis",
            "byte-buddy");

    assertThat(out).isEqualToIgnoringNewLines("Store mocked,task,5Program$Open mocked,task,5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "build"})
  void mockitosSubclassMocks(String how) throws Exception {
    String out = run(how, mockito(".mockMaker(org.mockito.MockMakers.SUBCLASS)"), MOCKITO);

    assertThat(out).isEqualToIgnoringNewLines("Store mocked,task,5Vault mocked,task,5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "build"})
  void mockitosInlineMocks(String how) throws Exception {
    String out = run(how, mockito(""), INLINE);

    assertThat(out).isEqualToIgnoringNewLines("Store mocked,task,5Vault mocked,task,5");
  }

  private static final String[] MOCKITO = {"mockito-core", "objenesis", "byte-buddy"};
  private static final String[] INLINE = {
    "weft-mockito", "mockito-core", "objenesis", "byte-buddy"
  };

  private static String mockito(String maker) {
    return MOCKS
        + """
          public static void main(String[] args) throws Exception {
            for (Class<? extends Store> type : java.util.List.of(Store.class, Vault.class)) {
              Store mock = org.mockito.Mockito.mock(type, org.mockito.Mockito.withSettings()MAKER);
              if (mock.load("unstubbed") != null) System.out.println("answered by woven code");
              org.mockito.Mockito.when(mock.open("a")).thenReturn("mocked");
              org.mockito.Mockito.when(mock.load("b")).thenReturn(dev.weft.Task.completed("task"));
              org.mockito.Mockito.when(mock.size()).thenReturn(5);
              stubbed(mock, type.getName());
              org.mockito.Mockito.verify(mock, org.mockito.Mockito.times(3)).open("a");
              try (dev.weft.EventLoop loop = dev.weft.Schedulers.eventLoop()) {
                dev.weft.Weft.run(loop, () -> {
                  org.mockito.Mockito.verify(mock, org.mockito.Mockito.times(3)).size();
                  return org.mockito.Mockito.verify(mock, org.mockito.Mockito.times(3)).open("a");
                });
              }
              org.mockito.Mockito.verify(mock, org.mockito.Mockito.times(3)).load("b");
              org.mockito.Mockito.verify(mock).load("unstubbed");
              org.mockito.Mockito.verifyNoMoreInteractions(mock);
            }
          }
        }
        """
            .replace("MAKER", maker);
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "build"})
  void mockitosInlineSpies(String how) throws Exception {
    String out =
        run(
            how,
            MOCKS
                + """
                  static final class Last {
                    @dev.weft.annotations.Async final String twice(Vault vault) throws Exception {
                      return vault.open("x") + vault.open("y");
                    }
                  }
                  public static void main(String[] args) throws Exception {
                    Vault spy = org.mockito.Mockito.spy(new Vault());
                    stubbed(spy, "spy");
                    org.mockito.Mockito.doReturn("stub").when(spy).open("a");
                    org.mockito.Mockito.doAnswer(call -> call.callRealMethod() + "!").when(spy).open("x");
                    stubbed(spy, "stubbed");
                    System.out.println(
                        dev.weft.Weft.run(dev.weft.Schedulers.workStealing(1), () -> new Last().twice(spy)));
                    org.mockito.Mockito.verify(spy).open("y");
                    Last last = org.mockito.Mockito.mock(Last.class);
                    org.mockito.Mockito.when(last.twice(spy)).thenReturn("final");
                    try (dev.weft.EventLoop loop = dev.weft.Schedulers.eventLoop()) {
                      System.out.println(dev.weft.Weft.run(loop, () -> last.twice(spy)));
                    }
                  }
                }
                """,
            INLINE);

    assertThat(out)
        .isEqualToIgnoringNewLines(
            "spy opened a,loaded b,7stubbed stub,loaded b,7opened x!opened yfinal");
  }

  /** Mockito leaves the bodies of static methods as they are, so a coroutine would not meet it. */
  @ParameterizedTest
  @ValueSource(strings = {"agent", "build"})
  void mockitosStaticMocksOfCoroutinesAreRefused(String how) throws Exception {
    String out =
        run(
            how,
            MOCKS
                + """
                  static class Plain {
                    static String of(int x) { return "real " + x; }
                    static dev.weft.AsyncCallable<String> step() { return () -> of(2); }
                  }
                  static class Woven {
                    @dev.weft.annotations.Async static String of(int x) { return "real " + x; }
                  }
                  public static void main(String[] args) throws Exception {
                    try (var mock = org.mockito.Mockito.mockStatic(Plain.class)) {
                      mock.when(() -> Plain.of(2)).thenReturn("mocked");
                      System.out.println(
                          dev.weft.Weft.run(dev.weft.Schedulers.immediate(), () -> Plain.of(2)));
                    }
                    try (var mock = org.mockito.Mockito.mockStatic(Woven.class)) {
                      System.out.println("mocked");
                    } catch (org.mockito.exceptions.base.MockitoException refused) {
                      System.out.println(refused.getMessage().substring(0, 44));
                    }
                  }
                }
                """,
            INLINE);

    assertThat(out).isEqualToIgnoringNewLines("mockedProgram$Woven.of is a static @Async method, ");
  }
}
