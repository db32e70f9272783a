package dev.weft.tests.agent;

import java.util.List;

/** A program with a coroutine of each kind, for debuggers. */
final class SteppedProgram {

  static final String SOURCE =
      """
      import static dev.weft.Weft.*;

      import dev.weft.*;
      import dev.weft.annotations.Async;
      import java.time.Duration;

      public class Debuggee {
        @Async static int suspending(int n) {
          yieldNow(); // suspending waits
          return n + 1; // suspending went on
        }

        @Async static int ready(int n) {
          int more = await(Task.completed(n)); // ready begins
          return more + 1; // ready ends
        }

        @Async static Task<Integer> task(int n) {
          delay(Duration.ofMillis(1)); // task waits
          return Task.completed(n * 2); // task went on
        }

        @Async static Task<Integer> tail(int n) {
          return task(n); // tail
        }

        @Async static Generator<Integer> generator(int n) {
          int i = 0; // generator begins
          while (i < n) { // generator loops
            emit(i++); // generator waits
          } // -
          return null; // generator ends
        }

        @Async static AsyncGenerator<Integer> asyncGenerator(int n) {
          delay(Duration.ofMillis(1)); // async generator waits
          emit(n); // async generator went on
          return null; // async generator ends
        }

        @Async static int work(int n) throws Exception {
          int one = await(Task.completed(n)); // does not wait
          yieldNow(); // waits
          int two = suspending(one); // calls
          int three = await(task(two)); // awaits
          int four = ready(three); // calls what is ready
          int five = await(tail(four)); // awaits a tail
          for (int i = 0; i < 2; i++) { // loop
            delay(Duration.ofMillis(1)); // loop waits
            five += i; // loop went on
          } // -
          for (int each : generator(2)) { // asks a generator
            five += each; // has an element
          } // -
          for (int each : asyncGenerator(n)) { // asks an async generator
            five += each; // has an async element
          } // -
          AsyncCallable<Integer> lambda = () -> { // lambda
            yieldNow(); // lambda waits
            return n; // lambda went on
          }; // -
          int six = lambda.call(); // calls a lambda
          return five * 100 + six; // end
        }

        public static void main(String[] args) {
          try (EventLoop loop = Schedulers.eventLoop()) { // main
            System.out.println(Weft.<Integer>run(loop, () -> work(1))); // runs
          } // -
        }
      }
      """;

  /** The lines by which one coroutine calls another. */
  static final List<String> CALLS =
      List.of(
          "runs", "calls", "awaits", "awaits a tail", "asks an async generator", "calls a lambda");

  /** What the program prints if nobody changes anything. */
  static final String RESULT = "1301";

  private SteppedProgram() {}
}
