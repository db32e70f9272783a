package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Coroutines that call proxies: these must answer, and advise, as in ordinary code, on any
 * scheduler, woven by the agent or before.
 */
class ProxiesTest {

  private static final String CALLS = "opened a,SecurityException,IOException,loaded b,7";
  private static final String ADVICE =
      "<open[a] opened_a> denied <open[broken] IOException> <load[b] task> <size[] 7>";
  private static final String CLASS_CALLS = ";opened c,loaded d,7";
  private static final String CLASS_ADVICE = " <open[c] opened_c> <load[d] task> <size[] 7>";

  @TempDir Path folder;

  private String run(String how, String program, String... libraries) throws Exception {
    return ServicePrograms.run(folder, how, program, libraries);
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
  void aCancellationIsMetAfterAProxiedCallThatThrowsSomethingElse() throws Exception {
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
                      throw new java.io.IOException("interrupted");
                    });
                try (EventLoop loop = Schedulers.eventLoop()) {
                  var got = new ArrayList<String>();
                  try {
                    Weft.run(loop, () -> Weft.withDeadline(Duration.ofMillis(50), () -> {
                      try {
                        proxy.open("x");
                      } catch (java.io.IOException e) {
                        got.add(e.getMessage());
                      }
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

    assertThat(out).isEqualToIgnoringNewLines("[interrupted, TimeoutException]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"java.util.concurrent.CancellationException", "IllegalStateException"})
  void aScopesFailureIsThrownWhenAProxiedCallHasEnded(String failure) throws Exception {
    String out =
        run(
            "agent",
            """
            public class Program {
              public static void main(String[] args) throws Exception {
                var got = new java.util.concurrent.CopyOnWriteArrayList<String>();
                Store proxy = (Store) java.lang.reflect.Proxy.newProxyInstance(
                    Program.class.getClassLoader(), new Class<?>[] {Store.class}, (self, method, arguments) -> {
                      try {
                        Thread.sleep(60_000);
                      } catch (InterruptedException e) {
                        Thread.sleep(50);
                        got.add("ended");
                      }
                      return method.getName();
                    });
                try (EventLoop loop = Schedulers.eventLoop()) {
                  Weft.run(loop, () -> {
                    try (var scope = dev.weft.concurrent.TaskScope.<Object>open()) {
                      scope.fork(() -> {
                        Weft.delay(Duration.ofMillis(50));
                        throw new FAILURE("scope");
                      });
                      got.add(proxy.open("x"));
                    } catch (FAILURE e) {
                      got.add(e.getMessage());
                    }
                    Weft.delay(Duration.ofMillis(1));
                    return got.add("goes on");
                  });
                  System.out.println(got);
                }
              }
            }
            """
                .replace("FAILURE", failure));

    assertThat(out).isEqualToIgnoringNewLines("[ended, scope, goes on]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "build"})
  void byteBuddysProxies(String how) throws Exception {
    String out =
        run(
            how,
            """
            import net.bytebuddy.*;
            import net.bytebuddy.implementation.*;
            import net.bytebuddy.implementation.bind.annotation.*;
            import net.bytebuddy.matcher.ElementMatchers;

            public class Program {
              public static class Advice {
                @RuntimeType public static Object around(
                    @Origin java.lang.reflect.Method method, @AllArguments Object[] arguments, @SuperCall Callable<Object> proceed)
                    throws Exception {
                  return Uses.advise(method.getName(), arguments, proceed);
                }
              }
              static Vault proxy(ByteBuddy buddy) throws Exception {
                return buddy.subclass(Vault.class)
                    .method(ElementMatchers.isDeclaredBy(Vault.class))
                    .intercept(MethodDelegation.to(Advice.class))
                    .make()
                    .load(Vault.class.getClassLoader(), net.bytebuddy.dynamic.loading.ClassLoadingStrategy.UsingLookup.of(
                        java.lang.invoke.MethodHandles.lookup())).getLoaded()
                    .getDeclaredConstructor().newInstance();
              }
              public static void main(String[] args) throws Exception {
                Vault usual = proxy(new ByteBuddy());
                Uses.everywhere("usual", usual, usual);
                Vault named = proxy(new ByteBuddy().with(new NamingStrategy.AbstractBase() {
                  protected String name(net.bytebuddy.description.type.TypeDescription type) { return "Advised"; }
                }));
                Uses.everywhere("named", named, named);
                Vault all = proxy(new ByteBuddy().ignore(ElementMatchers.none()));
                Uses.everywhere("all", all, all);
              }
            }
            """,
            "byte-buddy");

    String same = " " + CALLS + CLASS_CALLS + " | " + ADVICE + CLASS_ADVICE;
    assertThat(out).isEqualToIgnoringNewLines("usual" + same + "named" + same + "all" + same);
  }

  private static final String WIDE =
      """
      public class Program {
        public interface Rows {
          @Async Generator<String> rows();
          @Async String wide(PARAMETERS);
          @Async Task<String> wideTask(PARAMETERS);
        }
        public static class Real implements Rows {
          @Async public Generator<String> rows() { Weft.emit("row"); return null; }
          @Async public String wide(PARAMETERS) { Weft.delay(Duration.ofMillis(1)); return "wide" + a0 + a1 + b; }
          @Async public Task<String> wideTask(PARAMETERS) { Weft.yieldNow(); return Task.completed("task" + a0 + b); }
        }
        @Async static Generator<String> all(Rows rows) {
          Weft.emit("first");
          Weft.emitAll(rows.rows());
          return null;
        }
        @Async static String calls(Rows rows) {
          String got = rows.wide(ARGUMENTS) + Weft.await(rows.wideTask(ARGUMENTS));
          try {
            for (String each : all(rows)) got += each;
          } catch (NullPointerException e) {
            got += "null";
          }
          return got;
        }
        static class Ordinary {
          static String calls(Rows rows) throws Exception {
            return rows.wide(ARGUMENTS) + rows.wideTask(ARGUMENTS).get();
          }
        }
        public static void main(String[] args) throws Exception {
          Real real = new Real();
          Rows proxy = (Rows) java.lang.reflect.Proxy.newProxyInstance(
              Program.class.getClassLoader(), new Class<?>[] {Rows.class}, (self, method, arguments) -> {
                if (method.getName().equals("rows")) return null;
                Object result = method.invoke(real, arguments);
                return result instanceof Task ? Task.completed("advised") : "<" + result + ">";
              });
          for (Rows rows : List.of(real, proxy)) {
            System.out.println(Ordinary.calls(rows) + "," + calls(rows));
            try (EventLoop loop = Schedulers.eventLoop()) {
              System.out.println(Weft.run(loop, () -> calls(rows)));
            }
          }
        }
      }
      """;

  @ParameterizedTest
  @ValueSource(strings = {"agent", "build"})
  void callsOfVeryManyArgumentsAndGeneratorsThatAreNull(String how) throws Exception {
    int ints = 250; // with receiver and a long 253 slots, the most that a body can have
    String parameters =
        IntStream.range(0, ints).mapToObj(i -> "int a" + i).collect(Collectors.joining(","));
    String arguments =
        IntStream.range(0, ints).mapToObj(Integer::toString).collect(Collectors.joining(","));
    String out =
        run(
            how,
            WIDE.replace("PARAMETERS", parameters + ",long b")
                .replace("ARGUMENTS", arguments + ",5L"));

    String real = "wide015task05";
    String advised = "<wide015>advised";
    assertThat(out)
        .isEqualToIgnoringNewLines(
            real
                + ","
                + real
                + "firstrow"
                + real
                + "firstrow"
                + advised
                + ","
                + advised
                + "firstnull"
                + advised
                + "firstnull");
  }

  @Test
  void aPendingCallOfAProxyIsAmongTheSuspendedOnes() throws Exception {
    String out =
        run(
            "agent",
            """
            public class Program {
              @Async static String outer(Store store) throws Exception { return store.open("x"); }
              public static void main(String[] args) throws Exception {
                var entered = new CountDownLatch(1);
                var leave = new CountDownLatch(1);
                Store proxy = (Store) java.lang.reflect.Proxy.newProxyInstance(
                    Program.class.getClassLoader(), new Class<?>[] {Store.class}, (self, method, arguments) -> {
                      entered.countDown();
                      leave.await();
                      return "done";
                    });
                try (EventLoop loop = Schedulers.eventLoop()) {
                  Task<String> task = Weft.start(loop, () -> outer(proxy));
                  entered.await();
                  var calls = new ArrayList<String>();
                  Weft.run(loop, () -> task.frames()).forEach(each -> calls.add(each.owner() + "." + each.method()));
                  System.out.println(calls.subList(0, 2));
                  leave.countDown();
                  System.out.println(task.get());
                }
              }
            }
            """);

    assertThat(out).isEqualToIgnoringNewLines("[Store.open, Program.outer]done");
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
    Path classes =
        Compiler.compile(
            folder.resolve("app"), ServicePrograms.IMPORTS + program + ServicePrograms.SERVICES);
    var result = new ChildJvm(folder).agent("exclude=*$Plain").classPath(classes).run("Program");

    assertThat(result.out())
        .contains("Vault.open, called in a coroutine (Program.java:9) through Program$Plain")
        .contains("which overrides it without being woven, would block the event loop")
        .contains("let the method return a Task");
  }
}
