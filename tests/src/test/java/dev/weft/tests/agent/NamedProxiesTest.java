package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Proxies of public classes whose names nobody knows: on an event loop, where a call that blocks
 * has to be made elsewhere, they answer as in ordinary code.
 */
class NamedProxiesTest {

  private static final String PROGRAM =
      """
      import net.bytebuddy.*;
      import net.bytebuddy.description.type.TypeDescription;
      import net.bytebuddy.dynamic.*;
      import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
      import net.bytebuddy.implementation.*;
      import net.bytebuddy.implementation.attribute.MethodAttributeAppender;
      import net.bytebuddy.implementation.bind.annotation.*;
      import net.bytebuddy.matcher.ElementMatchers;
      import java.lang.reflect.*;

      public class Program {
        public interface Door { @Async String pass(String who) throws Exception; }
        public static class Safe implements Door {
          @Async public String open(String key) throws Exception {
            Weft.delay(Duration.ofMillis(1));
            return "opened " + key;
          }
          @Async public Task<String> load(String key) {
            Weft.delay(Duration.ofMillis(1));
            return Task.completed("loaded " + key);
          }
          @Override public String pass(String who) throws Exception {
            return open(who);
          }
        }
        public static class Advice {
          @RuntimeType public static Object around(
              @Origin Method method, @AllArguments Object[] arguments, @SuperCall Callable<Object> proceed)
              throws Exception {
            return advise(method.getName(), proceed);
          }
        }
        static Object advise(String method, Callable<Object> proceed) throws Exception {
          Object result = proceed.call();
          return result instanceof String text ? "<" + method + " " + text + ">" : result;
        }
        static Object handle(Object self, Method method, Object[] arguments) throws Exception {
          return advise(method.getName(), () -> method.invoke(new Safe(), arguments));
        }
        static String label = "";
        static ByteBuddy named(String name) {
          label = name;
          return new ByteBuddy().with(new NamingStrategy.AbstractBase() {
            protected String name(TypeDescription type) { return name; }
          });
        }
        static ClassLoader parent = Program.class.getClassLoader();
        static <T> T made(DynamicType.Builder<T> builder) throws Exception {
          Class<? extends T> type = builder.make().load(parent, STRATEGY).getLoaded();
          parent = type.getClassLoader();
          return type.getDeclaredConstructor().newInstance();
        }
        @Async static String calls(Safe safe) throws Exception {
          return safe.open("a") + Weft.await(safe.load("b")) + safe.pass("c");
        }
        static void show(Safe safe) throws Exception {
          String ordinary = safe.open("a") + safe.load("b").get() + safe.pass("c");
          try (EventLoop loop = Schedulers.eventLoop()) {
            String got = Weft.run(loop, () -> calls(safe));
            System.out.println(label + " " + (got.equals(ordinary) ? got : got + " is not " + ordinary));
          }
        }
        public static void main(String[] args) throws Exception {
          Implementation delegation = MethodDelegation.to(Advice.class);
          show(made(named("Advised").subclass(Safe.class)
              .method(ElementMatchers.isDeclaredBy(Safe.class)).intercept(delegation)));
          Safe marked = made(named("Marked").subclass(Safe.class)
              .method(ElementMatchers.isDeclaredBy(Safe.class)).intercept(delegation)
              .attribute(MethodAttributeAppender.ForInstrumentedMethod.INCLUDING_RECEIVER));
          show(marked);
          show(made(named("Handled").subclass(Safe.class).method(ElementMatchers.isDeclaredBy(Safe.class))
              .intercept(InvocationHandlerAdapter.of((InvocationHandler) Program::handle))));
          show((Safe) made(named("Twice").subclass(marked.getClass())
              .method(ElementMatchers.named("open")).intercept(delegation)));
          Door door = (Door) made(named("Doors").subclass(Object.class).implement(Door.class)
              .method(ElementMatchers.isDeclaredBy(Door.class))
              .intercept(InvocationHandlerAdapter.of((InvocationHandler) Program::handle)));
          try (EventLoop loop = Schedulers.eventLoop()) {
            System.out.println(Weft.run(loop, () -> door.pass("d")));
          }
        }
      }
      """;

  private static final String ANSWERS =
      "Advised <open opened a>loaded b<pass <open opened c>>"
          + "Marked <open opened a>loaded b<pass <open opened c>>"
          + "Handled <open opened a>loaded b<pass opened c>"
          + "Twice <open <open opened a>>loaded b<pass <open <open opened c>>>"
          + "<pass opened d>";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"agent", "build"})
  void besideTheirClass(String how) throws Exception {
    String lookup = "ClassLoadingStrategy.UsingLookup.of(java.lang.invoke.MethodHandles.lookup())";
    String out =
        ServicePrograms.run(folder, how, PROGRAM.replace("STRATEGY", lookup), "byte-buddy");

    assertThat(out).isEqualToIgnoringNewLines(ANSWERS);
  }

  @Test
  void inALoaderOfTheirOwn() throws Exception {
    String wrapper = "ClassLoadingStrategy.Default.WRAPPER";
    String out =
        ServicePrograms.run(folder, "agent", PROGRAM.replace("STRATEGY", wrapper), "byte-buddy");

    assertThat(out).isEqualToIgnoringNewLines(ANSWERS);
  }
}
