import dev.weft.AsyncFunction;
import dev.weft.AsyncGenerator;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Suspending methods that ordinary code calls. */
class Plain {

  @Async
  static String greet(String name) {
    Weft.yieldNow();
    return "hello " + name;
  }

  @Async
  static AsyncGenerator<String> greetings() {
    Weft.emit(greet("all"));
    return null;
  }

  private final String field = greet("field");

  static String ordinary() {
    for (String each : greetings()) {
      System.out.println(each);
    }
    return greet("you");
  }

  @Async
  static void coroutine() throws Exception {
    Stream.of("a").map(each -> greet(each)).toList();
    Stream.of("a").map(Plain::greet).toList();
    AsyncFunction<String, String> fine = Plain::greet;
    Weft.blocking(() -> greet("blocking"));
    Weft.blocking(() -> Stream.of("a").map(each -> greet(each)).toList());
    greet("waits");
    for (String each : greetings()) {
      System.out.println(each);
    }
  }

  public static void main(String[] arguments) {
    greet("main");
    Supplier<String> inMain = () -> greet("main");
    Function<String, String> referred = Plain::greet;
  }

  @SuppressWarnings("weft:plain")
  static String onPurpose() {
    return greet("you");
  }

  static class Test {
    @org.junit.jupiter.api.Test
    void test() {
      greet("test");
    }
  }
}
