package dev.weft.observe;

import dev.weft.observe.CoroutineView.Call;
import dev.weft.observe.CoroutineView.State;
import dev.weft.observe.CoroutineView.Variable;
import dev.weft.observe.CoroutineView.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dump as JSON; its schema is {@code docs/guide/coroutine-dump.schema.json}. */
final class DumpJson {

  private static final int VERSION = 1;

  private final JsonWriter out = new JsonWriter();

  private DumpJson() {}

  static String of(CoroutineDump dump) {
    var json = new DumpJson();
    json.write(dump);
    return json.out.toString();
  }

  private void write(CoroutineDump dump) {
    out.open('{').key("version").value(VERSION);
    out.key("taken").value(dump.taken().toString());
    out.key("observed").value(dump.observed());
    Instant since = dump.observedSince();
    out.optional("observedSince", since == null ? null : since.toString());
    out.key("counts").open('{');
    for (State each : State.values()) {
      long count = dump.coroutines().stream().filter(one -> one.state() == each).count();
      out.key(DumpText.lower(each)).value(count);
    }
    out.close('}').key("coroutines").open('[');
    dump.coroutines().forEach(this::write);
    out.close(']').key("deadlocks").open('[');
    dump.deadlocks().forEach(this::writeNumbers);
    out.close(']').key("leaks");
    write(dump.leaks());
    out.close('}');
  }

  private void write(CoroutineView one) {
    out.open('{').key("number").value(one.number());
    out.optional("name", one.name()).optional("scheduler", one.scheduler());
    out.key("state").value(DumpText.lower(one.state()));
    out.optional("thread", one.thread());
    writeMillis("sinceMillis", one.since());
    Wait wait = one.waitsFor();
    if (wait != null) {
      write(wait);
    }
    out.key("stack").open('[');
    for (Call each : one.stack()) {
      write(each);
    }
    out.close(']').optional("scope", one.scope());
    Long parent = one.parent();
    if (parent != null) {
      out.key("parent").value(parent);
    }
    out.key("origin");
    writePlaces(one.origin());
    out.key("cancelRequested").value(one.cancelRequested()).close('}');
  }

  private void write(Wait wait) {
    out.key("waitsFor").open('{').key("kind").value(DumpText.lower(wait.kind()));
    out.key("what").value(wait.what()).key("coroutines");
    writeNumbers(wait.coroutines());
    out.key("any").value(wait.any());
    writeMillis("dueInMillis", wait.dueIn());
    out.close('}');
  }

  private void writeMillis(String key, @Nullable Duration time) {
    if (time != null) {
      out.key(key).value(time.toMillis());
    }
  }

  private void writeNumbers(List<Long> numbers) {
    out.open('[');
    numbers.forEach(out::value);
    out.close(']');
  }

  private void write(Call call) {
    out.open('{');
    writePlace(call.place());
    out.key("variables").open('[');
    for (Variable each : call.variables()) {
      out.open('{').key("name").value(each.name());
      out.key("value").value(each.value()).close('}');
    }
    out.close(']').close('}');
  }

  private void writePlaces(List<StackTraceElement> places) {
    out.open('[');
    for (StackTraceElement each : places) {
      out.open('{');
      writePlace(each);
      out.close('}');
    }
    out.close(']');
  }

  private void writePlace(StackTraceElement place) {
    out.key("class").value(place.getClassName()).key("method").value(place.getMethodName());
    out.optional("file", place.getFileName());
    if (place.getLineNumber() > 0) {
      out.key("line").value(place.getLineNumber());
    }
  }

  private void write(List<LeakedCoroutines> leaks) {
    out.open('[');
    for (LeakedCoroutines each : leaks) {
      out.open('{').key("count").value(each.count()).key("numbers");
      writeNumbers(each.numbers());
      out.key("stack");
      writePlaces(each.stack());
      out.key("waitedFor").value(each.waitedFor()).key("origin");
      writePlaces(each.origin());
      out.optional("name", each.name()).key("deadlock").open('[');
      each.deadlock().forEach(out::value);
      out.close(']').close('}');
    }
    out.close(']');
  }
}
