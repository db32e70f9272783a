package dev.weft.spring.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import dev.weft.spring.tests.Open;
import dev.weft.spring.tests.TestApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The bank under load: nothing is lost, and everybody is told. */
class BankTest {

  private static final int TRANSFERS = 400;
  private static final int ACCOUNTS = 8;
  private static final int EACH = 500;

  @Configuration(proxyBeanMethods = false)
  @Import({BankApplication.class, Open.class})
  static class Bank {}

  private HttpServer rates;

  /** Else each answer of the JDK's server waits for the client to acknowledge its headers. */
  @BeforeAll
  static void answerAtOnce() {
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  @BeforeEach
  void serveRates() throws IOException {
    rates = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    rates.createContext(
        "/",
        exchange -> {
          byte[] answer = {'1', '0', '0'};
          exchange.sendResponseHeaders(200, answer.length);
          try (exchange) {
            exchange.getResponseBody().write(answer);
          } catch (IOException gone) {
            throw new UncheckedIOException(gone);
          }
        });
    rates.start();
  }

  @AfterEach
  void end() {
    rates.stop(0);
  }

  @ParameterizedTest
  @EnumSource(
      value = WebApplicationType.class,
      names = {"SERVLET", "REACTIVE"})
  void manyTransfersAtOnce(WebApplicationType type) throws Exception {
    manyTransfersAtOnce(type, List.of());
  }

  @ParameterizedTest
  @EnumSource(
      value = WebApplicationType.class,
      names = {"SERVLET", "REACTIVE"})
  void theSameOverPostgres(WebApplicationType type) throws Exception {
    assumeThat(PostgresServer.isInstalled()).as("PostgreSQL is installed").isTrue();
    try (PostgresServer server = PostgresServer.start()) {
      manyTransfersAtOnce(type, server.settings());
    }
  }

  private void manyTransfersAtOnce(WebApplicationType type, List<String> database)
      throws Exception {
    List<String> settings = new ArrayList<>(database);
    settings.add("bank.rates=http://127.0.0.1:" + rates.getAddress().getPort());
    settings.add("server.tomcat.threads.max=4");
    settings.add("weft.loops=2");
    try (TestApplication app =
        TestApplication.start(type, Bank.class, settings.toArray(new String[0]))) {
      Ledger ledger = app.bean(Ledger.class);
      for (int i = 0; i < ACCOUNTS; i++) {
        ledger.open("owner" + i, EACH);
      }
      CompletableFuture<HttpResponse<Stream<String>>> events =
          app.begin("/receipts", BodyHandlers.ofLines());
      while (app.bean(BankController.class).listeners() == 0) {
        Thread.sleep(1);
      }
      int booked = transfer(app, new Random(7));
      assertThat(booked).isBetween(1, TRANSFERS - 1); // some had not enough
      assertThat(ledger.total()).isEqualTo(ACCOUNTS * EACH);
      for (int i = 0; i < ACCOUNTS; i++) {
        assertThat(Integer.parseInt(app.text("/accounts/owner" + i))).isNotNegative();
      }
      try (Stream<String> lines = events.get().body()) {
        assertThat(lines.filter(line -> line.startsWith("data:")).limit(booked)).hasSize(booked);
      }
    }
  }

  private static int transfer(TestApplication app, Random random) throws Exception {
    List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
    for (int i = 0; i < TRANSFERS; i++) {
      int from = random.nextInt(ACCOUNTS);
      int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
      responses.add(app.beginPost("/transfers", asked(from, to, 1 + random.nextInt(4))));
    }
    int booked = 0;
    for (CompletableFuture<HttpResponse<String>> each : responses) {
      HttpResponse<String> response = each.get();
      assertThat(response.statusCode()).as(response.body()).isIn(200, 409);
      booked += response.statusCode() == 200 ? 1 : 0;
    }
    return booked;
  }

  private static String asked(int from, int to, int amount) {
    return "{\"from\":\"owner"
        + from
        + "\",\"to\":\"owner"
        + to
        + "\",\"amount\":"
        + amount
        + ",\"currency\":\"EUR\"}";
  }
}
