package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Coroutines that call proxies and mocks: these must answer, and advise, as in ordinary code, on
 * any scheduler, woven by the agent or before.
 */
class ProxiesTest {

  private static final String IMPORTS =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;
      import java.time.Duration;
      import java.util.*;
      import java.util.concurrent.*;
      """;

  private static final String SERVICES =
      """
      interface Store {
        @Async String open(String key) throws Exception;
        @Async Task<String> load(String key);
        @Async int size();
      }

      class Vault implements Store {
        @Async public String open(String key) throws Exception {
          Weft.delay(Duration.ofMillis(1));
          if (key.equals("broken")) throw new java.io.IOException("broken");
          return "opened " + key;
        }
        @Async public Task<String> load(String key) {
          Weft.delay(Duration.ofMillis(1));
          return Task.completed("loaded " + key);
        }
        @Async public int size() {
          Weft.yieldNow();
          return 7;
        }
      }

      /** All that coroutines and ordinary code do alike, and what they see. */
      class Uses {
        static final List<String> LOG = new CopyOnWriteArrayList<>();

        @Async static String all(Store store) {
          return attempt(store, "a") + "," + attempt(store, "secret") + "," + attempt(store, "broken")
              + "," + Weft.await(store.load("b")) + "," + store.size();
        }
        @Async static String ofClass(Vault vault) throws Exception {
          return vault.open("c") + "," + Weft.await(vault.load("d")) + "," + vault.size();
        }
        @Async static String attempt(Store store, String key) {
          try {
            return store.open(key);
          } catch (Exception e) {
            return e.getClass().getSimpleName();
          }
        }
        static String log() {
          String text = String.join(" ", LOG);
          LOG.clear();
          return text;
        }
        static Object advise(String method, Object[] arguments, Callable<Object> proceed) throws Exception {
          String call = method + Arrays.toString(arguments == null ? new Object[0] : arguments);
          if (call.equals("open[secret]")) {
            LOG.add("denied");
            throw new SecurityException(call);
          }
          LOG.add("<" + call);
          try {
            Object result = proceed.call();
            LOG.add((result instanceof Task ? "task" : String.valueOf(result).replace(' ', '_')) + ">");
            return result;
          } catch (Exception e) {
            LOG.add(e.getClass().getSimpleName() + ">");
            throw e;
          }
        }
        static void everywhere(String name, Store store, Vault vault) throws Exception {
          AsyncCallable<String> all = vault == null ? () -> all(store) : () -> all(store) + ";" + ofClass(vault);
          String expected = vault == null ? Plain.all(store) : Plain.all(store) + ";" + Plain.ofClass(vault);
          String advised = log();
          System.out.println(name + " " + expected + " | " + advised);
          try (EventLoop loop = Schedulers.eventLoop()) {
            check(name + " on a loop", expected, Weft.run(loop, all), advised);
          }
          check(name + " on a pool", expected, Weft.run(Schedulers.workStealing(2), all), advised);
          check(name + " here", expected, Weft.start(all).get(), advised);
        }
        static void check(String where, String expected, String got, String advised) {
          String log = log();
          if (!got.equals(expected) || !log.equals(advised)) {
            System.out.println(where + ": " + got + " | " + log);
          }
        }
      }

      /** Ordinary code. */
      class Plain {
        static String all(Store store) throws Exception {
          return attempt(store, "a") + "," + attempt(store, "secret") + "," + attempt(store, "broken")
              + "," + store.load("b").get() + "," + store.size();
        }
        static String ofClass(Vault vault) throws Exception {
          return vault.open("c") + "," + vault.load("d").get() + "," + vault.size();
        }
        static String attempt(Store store, String key) {
          try {
            return store.open(key);
          } catch (Exception e) {
            return e.getClass().getSimpleName();
          }
        }
      }
      """;

  private static final String CALLS = "opened a,SecurityException,IOException,loaded b,7";
  private static final String ADVICE =
      "<open[a] opened_a> denied <open[broken] IOException> <load[b] task> <size[] 7>";
  private static final String CLASS_CALLS = ";opened c,loaded d,7";
  private static final String CLASS_ADVICE = " <open[c] opened_c> <load[d] task> <size[] 7>";

  @TempDir Path folder;

  /** Compiles and runs {@code Program}; the libraries are those of the tests with such names. */
  private String run(String how, String program, String... libraries) throws Exception {
    List<Path> jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(
                jar ->
                    Arrays.stream(libraries)
                        .anyMatch(name -> jar.getFileName().toString().startsWith(name)))
            .toList();
    Path classes =
        Compiler.compile(
            folder.resolve("app"), IMPORTS + program + SERVICES, jars.toArray(Path[]::new));
    var jvm = new ChildJvm(folder).option("-Xshare:auto").option("-XX:+EnableDynamicAgentLoading");
    if (how.equals("agent")) {
      jvm.agent("verify");
    } else {
      var woven =
          new ChildJvm(folder).classPath(jars.toArray()).weave(classes, folder.resolve("w"));
      assertThat(woven.exit()).as(woven.err()).isZero();
      classes = folder.resolve("w");
    }
    var entries = new java.util.ArrayList<Object>(jars);
    entries.add(0, classes);
    var result =
        jvm.option("-Dnet.bytebuddy.experimental=true").classPath(entries.toArray()).run("Program");
    assertThat(result.exit()).as(result.err()).isZero();
    return result.out();
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "build"})
  void proxiesOfTheJdk(String how) throws Exception {
    String out =
        run(
            how,
            """
            public class Program {
              public static void main(String[] args) throws Exception {
                Store target = new Vault();
                java.lang.reflect.InvocationHandler handler = (self, method, arguments) ->
                    Uses.advise(method.getName(), arguments, () -> {
                      try {
                        return method.invoke(target, arguments);
                      } catch (java.lang.reflect.InvocationTargetException e) {
                        throw (Exception) e.getCause();
                      }
                    });
                Store proxy = (Store) java.lang.reflect.Proxy.newProxyInstance(
                    Program.class.getClassLoader(), new Class<?>[] {Store.class}, handler);
                Uses.everywhere("proxy", proxy, null);
                dev.weft.AsyncCallable<?> body = (dev.weft.AsyncCallable<?>) java.lang.reflect.Proxy.newProxyInstance(
                    Program.class.getClassLoader(), new Class<?>[] {dev.weft.AsyncCallable.class},
                    (self, method, arguments) -> method.getName() + (arguments == null ? 0 : arguments.length));
                System.out.println(dev.weft.Weft.run(dev.weft.Schedulers.workStealing(1), body));
              }
            }
            """);

    assertThat(out).isEqualToIgnoringNewLines("proxy " + CALLS + " | " + ADVICE + "call0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "build"})
  void springsProxies(String how) throws Exception {
    String out =
        run(
            how,
            """
            public class Program {
              public static void main(String[] args) throws Exception {
                org.aopalliance.intercept.MethodInterceptor advice = call ->
                    Uses.advise(call.getMethod().getName(), call.getArguments(), () -> {
                      try {
                        return call.proceed();
                      } catch (Exception e) {
                        throw e;
                      } catch (Throwable t) {
                        throw new Error(t);
                      }
                    });
                for (boolean ofClass : new boolean[] {false, true}) {
                  var factory = new org.springframework.aop.framework.ProxyFactory(new Vault());
                  factory.setProxyTargetClass(ofClass);
                  factory.addAdvice(advice);
                  Object proxy = factory.getProxy();
                  Uses.everywhere(ofClass ? "cglib" : "jdk", (Store) proxy, ofClass ? (Vault) proxy : null);
                }
              }
            }
            """,
            "spring-");

    assertThat(out)
        .isEqualToIgnoringNewLines(
            "jdk "
                + CALLS
                + " | "
                + ADVICE
                + "cglib "
                + CALLS
                + CLASS_CALLS
                + " | "
                + ADVICE
                + CLASS_ADVICE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "build"})
  void springsTransactions(String how) throws Exception {
    String out =
        run(
            how,
            """
            import org.springframework.transaction.support.*;
            import org.springframework.transaction.*;
            import org.springframework.transaction.annotation.*;
            import org.springframework.transaction.interceptor.*;

            public class Program {
              public static class Bank {
                @dev.weft.annotations.Async
                @Transactional
                public String pay(int amount) {
                  boolean before = TransactionSynchronizationManager.isActualTransactionActive();
                  dev.weft.Weft.delay(java.time.Duration.ofMillis(1));
                  if (amount < 0) throw new IllegalArgumentException();
                  return "paid " + amount + before + TransactionSynchronizationManager.isActualTransactionActive();
                }
              }
              static class Manager extends AbstractPlatformTransactionManager {
                protected Object doGetTransaction() { return new Object(); }
                protected void doBegin(Object t, TransactionDefinition d) { System.out.print("begin "); }
                protected void doCommit(DefaultTransactionStatus s) { System.out.print("commit "); }
                protected void doRollback(DefaultTransactionStatus s) { System.out.print("rollback "); }
              }
              @dev.weft.annotations.Async
              static String both(Bank bank) {
                String first = bank.pay(1);
                try {
                  return first + bank.pay(-1);
                } catch (IllegalArgumentException e) {
                  return first;
                }
              }
              public static void main(String[] args) throws Exception {
                var factory = new org.springframework.aop.framework.ProxyFactory(new Bank());
                factory.setProxyTargetClass(true);
                factory.addAdvice(new TransactionInterceptor(
                    (TransactionManager) new Manager(), new AnnotationTransactionAttributeSource()));
                Bank bank = (Bank) factory.getProxy();
                System.out.println(both(bank));
                try (dev.weft.EventLoop loop = dev.weft.Schedulers.eventLoop()) {
                  System.out.println(dev.weft.Weft.run(loop, () -> both(bank)));
                }
                System.out.println(dev.weft.Weft.run(dev.weft.Schedulers.workStealing(1), () -> both(bank)));
              }
            }
            """,
            "spring-");

    assertThat(out)
        .isEqualToIgnoringNewLines("begin commit begin rollback paid 1truetrue".repeat(3));
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

  @Test
  void aCancellationIsMetAfterAProxiedCallThatTakesNoNotice() throws Exception {
    String out =
        run(
            "agent",
            """
            public class Program {
              public static void main(String[] args) throws Exception {
                Store proxy = (Store) java.lang.reflect.Proxy.newProxyInstance(
                    Program.class.getClassLoader(), new Class<?>[] {Store.class}, (self, method, arguments) -> {
                      try {
                        Thread.sleep(60_000);
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                      return method.getName();
                    });
                try (EventLoop loop = Schedulers.eventLoop()) {
                  var got = new ArrayList<String>();
                  try {
                    Weft.run(loop, () -> Weft.withDeadline(Duration.ofMillis(50), () -> {
                      got.add(proxy.open("x"));
                      Weft.delay(Duration.ofSeconds(60));
                      return got.add("never");
                    }));
                  } catch (Exception e) {
                    got.add(e.getClass().getSimpleName());
                  }
                  System.out.println(got);
                }
              }
            }
            """);

    assertThat(out).isEqualToIgnoringNewLines("[open, TimeoutException]");
  }

  @Test
  void aProxyThatIsCalledInPlaceIsNamedIfItWouldBlockALoop() throws Exception {
    String program =
        """
        public class Program {
          @dev.weft.annotations.Async
          static String call(Vault vault) throws Exception {
            return vault.open("a");
          }
          static class Plain extends Vault {
            @Override public String open(String key) throws Exception { return super.open(key); }
          }
          public static void main(String[] args) throws Exception {
            try (dev.weft.EventLoop loop = dev.weft.Schedulers.eventLoop()) {
              dev.weft.Weft.run(loop, () -> call(new Plain()));
            } catch (IllegalStateException e) {
              System.out.println(e.getMessage());
            }
          }
        }
        """;
    Path classes = Compiler.compile(folder.resolve("app"), IMPORTS + program + SERVICES);
    var result = new ChildJvm(folder).agent("exclude=*$Plain").classPath(classes).run("Program");

    assertThat(result.out())
        .contains("Vault.open, called in a coroutine (Program.java:9) through Program$Plain")
        .contains("which overrides it without being woven, would block the event loop")
        .contains("let the method return a Task");
  }
}
