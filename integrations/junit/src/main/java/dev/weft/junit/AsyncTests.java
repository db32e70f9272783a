package dev.weft.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a class's {@code @Async} test methods as coroutines, on a scheduler made for each test.
 *
 * <pre>{@code
 * @AsyncTests(on = RunsOn.VIRTUAL_TIME)
 * class RetryTest {
 *   @Test
 *   @Async
 *   void givesUpAfterAMinute() {
 *     Task<String> answer = Weft.start(() -> client.askEvery(Duration.ofSeconds(10)));
 *     Weft.delay(Duration.ofMinutes(1)); // takes no time
 *     assertTrue(answer.isDone());
 *   }
 * }
 * }</pre>
 *
 * <p><b>Which methods.</b> Those marked {@code @Async} among {@code @Test}, {@code @RepeatedTest},
 * {@code @ParameterizedTest}, other test templates, {@code @TestFactory}, {@code @BeforeEach} and
 * {@code @AfterEach}. All of one test run on the same scheduler, one after the other, each as a
 * coroutine of its own; JUnit's thread waits meanwhile, and what a method throws is the test's
 * failure as it is. All other methods run as ever, on JUnit's thread; {@code @Async} ones called
 * there block it.
 *
 * <p><b>Return types.</b> JUnit runs no test that returns something, so these are {@code void}: a
 * test that would return a task awaits it. One that does return a task is not passed over silently
 * where this library is on the class path: it fails with a message that says so.
 *
 * <p><b>Time.</b> JUnit's {@code @Timeout} holds, and its interrupt ends the waiting; {@link
 * #timeout} holds where there is none. Either reports the coroutines that were alive, with their
 * stacks and variables, and cancels them.
 *
 * <p><b>Coroutines left behind</b> are looked for after the {@code @AfterEach} methods; see {@link
 * #leftovers}. So that they can be seen, coroutines are {@linkplain dev.weft.observe.Coroutines
 * observed} while such tests run.
 *
 * <p><b>Other extensions.</b> Those with callbacks around tests, resolvers of parameters and so on
 * work beside this one. Interceptors of invocations that are registered after it are not called for
 * methods that run as coroutines: what they would be given is an ordinary call, which cannot
 * suspend.
 *
 * <p>On a method this concerns it alone, and stands in the place of the class's as a whole.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(WeftExtension.class)
public @interface AsyncTests {

  /** Where the methods of a test run. */
  RunsOn on() default RunsOn.EVENT_LOOP;

  /** What becomes of coroutines that are alive after a test. */
  Leftovers leftovers() default Leftovers.FAIL;

  /**
   * How many seconds of real time each method may take where JUnit has no limit for it, which is
   * where neither {@code @Timeout} nor a configuration parameter {@code
   * junit.jupiter.execution.timeout...default} says one. 0 or less for as long as it likes; nor is
   * there a limit while a debugger is attached.
   */
  int timeout() default 60;
}
