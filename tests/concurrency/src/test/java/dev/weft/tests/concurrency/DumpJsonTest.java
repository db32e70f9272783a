package dev.weft.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncLock;
import dev.weft.concurrent.Channel;
import dev.weft.concurrent.TaskScope;
import dev.weft.observe.CoroutineDump;
import dev.weft.observe.Coroutines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A dump's JSON is as the schema in the guide says. */
@SuppressWarnings("FutureReturnValueIgnored") // the fixture holds them
@Timeout(120)
class DumpJsonTest extends ObservedFixture {

  private static final Path SCHEMA = Path.of("../../docs/guide/coroutine-dump.schema.json");

  private final Task.Completer<String> completer = Task.completer();

  private static void check(String json) throws Exception {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(SCHEMA));
    assertThat(schema.validate(new ObjectMapper().readTree(json))).isEmpty();
  }

  @Async
  private void forkOne(String text) {
    try (var scope = TaskScope.open()) {
      scope.fork(() -> Weft.await(completer.task()));
      scope.join();
    }
    assertThat(text).isNotEmpty();
  }

  @Async
  private static void lockTwice(AsyncLock one, AsyncLock two, Task<String> go) {
    one.lock();
    Weft.await(go);
    two.lock();
  }

  @Test
  void everySortOfThing() throws Exception {
    Channel<String> channel = Channel.buffered(1);
    var one = new AsyncLock();
    var two = new AsyncLock();
    Task<String> go = completer.task();
    hold(Weft.start(loop, () -> Weft.delay(Duration.ofHours(1))).withName("timer"));
    hold(Weft.start(pool, () -> channel.receive()).withName("receives"));
    hold(Weft.start(loop, () -> lockTwice(one, two, go)).withName("one"));
    hold(Weft.start(pool, () -> lockTwice(two, one, go)).withName("two"));
    for (String each : Set.of("timer", "receives", "one", "two")) {
      suspended(each);
    }
    completer.complete("");
    CoroutineDump dump = dumpWhen(seen -> !seen.deadlocks().isEmpty());

    check(dump.toJson());
    JsonNode json = new ObjectMapper().readTree(dump.toJson());
    assertThat(json.get("deadlocks").get(0)).hasSize(2);
    assertThat(json.get("counts").get("suspended").asInt()).isEqualTo(4);
    assertThat(json.get("coroutines")).hasSize(4);
    assertThat(json.get("observedSince").asText()).isEqualTo(dump.observedSince().toString());
  }

  @Test
  void textIsQuoted() throws Exception {
    String odd = "quotes \" and \\ and \n and \u0000 and \ud83d\ude00 and \ud83d alone";
    hold(Weft.start(loop, () -> forkOne(odd)).withName(odd));
    CoroutineDump dump = dumpWhen(seen -> isSuspended(odd, seen));

    check(dump.toJson());
    boolean isThere = false;
    for (JsonNode each : new ObjectMapper().readTree(dump.toJson()).get("coroutines")) {
      isThere |= each.has("name") && each.get("name").asText().equals(odd);
    }
    assertThat(isThere).isTrue();
  }

  @Test
  void nothingAtAll() throws Exception {
    Coroutines.stopObserving();

    check(Coroutines.dump().toJson());
  }
}
