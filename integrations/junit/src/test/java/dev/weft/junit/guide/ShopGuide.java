package dev.weft.junit.guide;

import static dev.weft.Weft.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.Tasks;
import dev.weft.junit.AsyncTests;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first programs of the guide's chapter on testing, which GuideTest compares with it. */
public class ShopGuide {

  static final class Shop {
    @Async
    static Shop open() {
      Weft.delay(Duration.ofMillis(1));
      return new Shop();
    }

    @Async
    Task<String> order(String what) throws IOException {
      Weft.yieldNow();
      if (what.isEmpty()) {
        throw new IOException("nothing ordered");
      }
      return Task.completed(what + " is on its way");
    }
  }

  @AsyncTests
  public static class ShopTest {
    private Shop shop;

    @BeforeEach
    @Async
    void open() {
      shop = Shop.open(); // suspends
    }

    @Test
    @Async
    void ships() throws Exception {
      Task<String> tea = shop.order("tea");
      Task<String> milk = shop.order("milk");
      assertEquals("tea is on its way", await(tea));
      assertEquals("milk is on its way", await(milk));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tea", "milk"})
    @Async
    void shipsAll(String what) throws Exception {
      assertEquals(what + " is on its way", await(shop.order(what)));
    }

    @Test
    @Async
    void refusesNothing() throws Exception {
      Task<String> nothing = shop.order("");
      Tasks.awaitFirst(List.of(nothing)); // until it is done, however it ends
      assertInstanceOf(IOException.class, nothing.exceptionNow());
    }
  }
}
