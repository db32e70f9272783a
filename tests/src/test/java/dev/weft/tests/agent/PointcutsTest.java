package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pointcuts by name, by annotation and by a regular expression: they match the method that was
 * written and run its advice once, whoever calls.
 */
class PointcutsTest {

  private static final String PROGRAM =
      """
      import org.springframework.aop.*;
      import org.springframework.aop.framework.ProxyFactory;
      import org.springframework.aop.support.*;
      import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;

      public class Program {
        public static class Safe {
          @Async public String open(String key) {
            Weft.delay(Duration.ofMillis(1));
            return "opened " + key;
          }
          @Async public Task<String> load(String key) {
            Weft.delay(Duration.ofMillis(1));
            return Task.completed("loaded " + key);
          }
        }
        static final List<String> SEEN = new CopyOnWriteArrayList<>();
        static Safe advised(String name, Pointcut pointcut) {
          var factory = new ProxyFactory(new Safe());
          factory.setProxyTargetClass(true);
          factory.addAdvisor(new DefaultPointcutAdvisor(pointcut,
              (org.aopalliance.intercept.MethodInterceptor) call -> {
                SEEN.add(name + " " + call.getMethod().getName() + call.getMethod().getParameterCount()
                    + (call.getMethod().isSynthetic() ? "!" : ""));
                return call.proceed();
              }));
          return (Safe) factory.getProxy();
        }
        @Async static String calls(Safe safe) { return safe.open("a") + " " + Weft.await(safe.load("b")); }
        public static void main(String[] args) throws Exception {
          var byName = new NameMatchMethodPointcut().addMethodName("open").addMethodName("lo*");
          var safes = Map.of(
              "annotation", advised("annotation", new AnnotationMatchingPointcut(null, Async.class)),
              "name", advised("name", byName),
              "pattern", advised("pattern", new JdkRegexpMethodPointcut() {{ setPattern(".*Safe\\\\.(open|load)"); }}));
          for (String each : new TreeSet<>(safes.keySet())) {
            Safe safe = safes.get(each);
            safe.open("a");
            safe.load("b").get();
            String ordinary = String.join(",", SEEN);
            SEEN.clear();
            System.out.println(ordinary);
            try (EventLoop loop = Schedulers.eventLoop()) {
              System.out.println(Weft.run(loop, () -> calls(safe)));
            }
            if (!String.join(",", SEEN).equals(ordinary)) System.out.println("in a coroutine " + SEEN);
            SEEN.clear();
          }
        }
      }
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"agent", "build"})
  void runTheirAdviceOnce(String how) throws Exception {
    String out = ServicePrograms.run(folder, how, PROGRAM, "spring-");

    var expected = new StringBuilder();
    for (String each : new String[] {"annotation", "name", "pattern"}) {
      expected.append(each).append(" open1,").append(each).append(" load1");
      expected.append("opened a loaded b");
    }
    assertThat(out).isEqualToIgnoringNewLines(expected.toString());
  }
}
