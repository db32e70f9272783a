package dev.weft.tests.concurrency;

import dev.weft.observe.FlightEvents;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jdk.jfr.EventSettings;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** What Flight Recorder has recorded of Weft's events, in the order of their beginnings. */
final class Recorded {

  /** What is recorded. */
  interface Body {
    void run() throws Exception;
  }

  private final List<RecordedEvent> events;

  private Recorded(List<RecordedEvent> events) {
    this.events = events;
  }

  /** All names that the public API has. */
  static List<String> names() {
    return Arrays.stream(FlightEvents.class.getFields())
        .filter(each -> Modifier.isStatic(each.getModifiers()))
        .map(Recorded::constant)
        .toList();
  }

  private static String constant(java.lang.reflect.Field field) {
    try {
      return (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /** Records all of Weft's events, however short, while {@code body} runs. */
  static Recorded all(Body body) throws Exception {
    return with(names(), Map.of(), body);
  }

  /** Records those named while {@code body} runs, with these settings for each. */
  static Recorded with(List<String> names, Map<String, String> settings, Body body)
      throws Exception {
    FlightEvents.offer();
    try (var recording = new Recording()) {
      for (String each : names) {
        EventSettings enabled = recording.enable(each).withoutThreshold();
        settings.forEach(enabled::with);
      }
      recording.start();
      body.run();
      recording.stop();
      return new Recorded(read(recording));
    }
  }

  private static List<RecordedEvent> read(Recording recording) throws IOException {
    Path file = Files.createTempFile("weft", ".jfr");
    try {
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .filter(each -> each.getEventType().getName().startsWith("dev.weft."))
          .sorted(Comparator.comparing(RecordedEvent::getStartTime))
          .toList();
    } finally {
      Files.delete(file);
    }
  }

  /** Those of one sort. */
  List<RecordedEvent> of(String name) {
    return events.stream().filter(each -> each.getEventType().getName().equals(name)).toList();
  }

  /** The one of that sort; there must be no other. */
  RecordedEvent one(String name) {
    List<RecordedEvent> all = of(name);
    if (all.size() != 1) {
      throw new AssertionError(name + ": " + all);
    }
    return all.get(0);
  }

  /** Only those of the coroutine that has begun so, by the order of their starts. */
  Recorded ofCoroutine(int index) {
    long number = of(FlightEvents.COROUTINE_START).get(index).getLong("coroutine");
    return new Recorded(
        events.stream()
            .filter(each -> each.hasField("coroutine") && each.getLong("coroutine") == number)
            .toList());
  }

  /** Only those of the coroutine of that name, once it has it. */
  Recorded ofName(String name) {
    return new Recorded(
        events.stream()
            .filter(each -> each.hasField("name"))
            .filter(each -> Objects.equals(each.getString("name"), name))
            .toList());
  }

  /** How many there are of each sort, without the prefix of their names. */
  Map<String, Integer> counts() {
    return events.stream()
        .map(each -> each.getEventType().getName().replace("dev.weft.", ""))
        .collect(Collectors.toMap(each -> each, each -> 1, Integer::sum, TreeMap::new));
  }

  /** A field of all those of one sort. */
  List<String> texts(String name, String field) {
    var texts = new ArrayList<String>();
    of(name).forEach(each -> texts.add(String.valueOf(each.<Object>getValue(field))));
    return texts;
  }

  @Override
  public String toString() {
    return events.toString();
  }
}
