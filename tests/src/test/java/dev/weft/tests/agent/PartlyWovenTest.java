package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs of which a part is not woven: the right body must run all the same, and nothing may fail
 * to link.
 */
class PartlyWovenTest {

  private static final String PROGRAM =
      """
      import dev.weft.*;
      import dev.weft.spi.Scheduler;
      import dev.weft.annotations.Async;
      import java.lang.reflect.*;
      import java.util.concurrent.*;

      public class Program {
        interface Speaker { @Async String speak(int times); }
        interface Talker { @Async String speak(int times); }
        interface Later { @Async Task<String> later(String word); }

        static class Animal implements Speaker {
          @Async public String speak(int times) { return slow("animal" + times); }
          @Async public final String twice(int times) { return speak(times) + speak(times + 1); }
        }
        static class Dog extends Animal {
          @Override public String speak(int times) { return "dog " + super.speak(times); }
        }
        static class Puppy extends Dog {
          @Override public String speak(int times) { return "puppy " + super.speak(times); }
        }
        static class Quiet extends Dog {}
        static class Both extends Animal implements Talker {}
        static abstract class Neither implements Speaker, Talker {}
        static class PlainBase { public String speak(int times) { return "base" + times; } }
        static class Adopted extends PlainBase implements Speaker, Talker {}

        @Async
        static String slow(String word) {
          Weft.yieldNow();
          return word;
        }

        static class Outside {
          static Speaker lambda() { return times -> "lambda" + times; }
          static Later later() { return word -> CompletedLater.of(word); }
          @Async static String helper(String word) { return slow("help " + word); }
          @Async String method(int x) { return slow("method" + x); }
          @Async static Task<String> task(String word) { return Task.completed(slow("task " + word)); }
        }
        static class CompletedLater {
          static Task<String> of(String word) {
            Task.Completer<String> completer = Task.completer();
            new Thread(() -> completer.complete("later " + word)).start();
            return completer.task();
          }
        }

        @Async
        static String all() throws Exception {
          var text = new StringBuilder();
          Speaker[] speakers = {
            new Animal(), new Dog(), new Puppy(), new Quiet(), new Both(), new Adopted(), Outside.lambda(), proxy(new Dog())
          };
          for (Speaker speaker : speakers) {
            text.append(speaker.speak(1)).append(',');
          }
          text.append(((Talker) new Both()).speak(2)).append(',');
          text.append(((Talker) new Adopted()).speak(2)).append(',');
          text.append(((Talker) (Speaker & Talker) times -> slow("two" + times)).speak(3)).append(',');
          text.append(new Puppy().twice(3)).append(',');
          text.append(Weft.await(Outside.later().later("x"))).append(',');
          text.append(Outside.helper("y")).append(',').append(new Outside().method(4)).append(',');
          text.append(Weft.await(Outside.task("z")));
          return text.toString();
        }

        static Speaker proxy(Speaker target) {
          InvocationHandler handler = (self, method, args) -> method.invoke(target, args);
          return (Speaker) Proxy.newProxyInstance(Program.class.getClassLoader(), new Class<?>[] {Speaker.class}, handler);
        }

        public static void main(String[] args) {
          Scheduler pool = Schedulers.workStealing(1); // may block, so a bridge is only slower
          System.out.println(Weft.run(pool, () -> all()));
        }
      }
      """;

  private static final String EXPECTED =
      "animal1,dog animal1,puppy dog animal1,dog animal1,animal1,base1,lambda1,dog animal1,"
          + "animal2,base2,two3,puppy dog animal3puppy dog animal4,later x,help y,method4,task z";

  @TempDir Path folder;

  private void runsRightWith(String options) throws Exception {
    Path classes = Compiler.compile(folder.resolve("app"), PROGRAM);
    var result = new ChildJvm(folder).agent(options).classPath(classes).run("Program");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualToIgnoringNewLines(EXPECTED);
  }

  @Test
  void everythingWoven() throws Exception {
    runsRightWith("verify");
  }

  @Test
  void overridingClassIsNotWoven() throws Exception {
    runsRightWith("verify,exclude=*Puppy");
  }

  @Test
  void classInTheMiddleIsNotWoven() throws Exception {
    runsRightWith("verify,exclude=*Dog");
  }

  @Test
  void calledClassIsNotWoven() throws Exception {
    runsRightWith("verify,exclude=*Outside");
  }

  @Test
  void interfacesAreNotWoven() throws Exception {
    runsRightWith("verify,exclude=*Speaker,exclude=*Talker,exclude=*Later");
  }

  @Test
  void classesWithTwoInterfacesAreNotWoven() throws Exception {
    runsRightWith("verify,exclude=*Adopted,exclude=*Both");
  }

  @Test
  void onlyTheCallerIsWoven() throws Exception {
    runsRightWith("verify,include=Program,include=*Animal");
  }
}
