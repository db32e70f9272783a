package dev.weft.samples.concurrent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.AsyncGenerator;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Each test has files of its own; what they wait for comes, however long it takes. */
@Timeout(600)
class TailTest {

  private static final Duration MOMENT = Duration.ofMillis(1);

  @TempDir Path folder;

  private final AtomicInteger number = new AtomicInteger();
  private final Tail tail = new Tail();

  private Path newFile() {
    return folder.resolve("log" + number.incrementAndGet());
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, APPEND);
  }

  @TestFactory
  List<DynamicTest> linesThatGrow() {
    return Both.run(
        () -> {
          Path file = newFile();
          Files.writeString(file, "one\ntwo\r\nbeg");
          try (var lines = tail.follow(file, true, MOMENT)) {
            assertThat(lines.next()).isEqualTo("one");
            assertThat(lines.next()).isEqualTo("two");
            append(file, "un\n");
            assertThat(lines.next()).isEqualTo("begun");
            byte[] twoBytes = "é".getBytes(UTF_8);
            Files.write(file, new byte[] {twoBytes[0]}, APPEND);
            Weft.delay(MOMENT);
            Files.write(file, new byte[] {twoBytes[1], '\n', '\n'}, APPEND);
            assertThat(lines.next()).isEqualTo("é");
            assertThat(lines.next()).isEmpty();
          }
          assertThat(tail.followed()).isZero();
        });
  }

  @TestFactory
  List<DynamicTest> whatWasThereBeforeIsNotTold() {
    return Both.run(
        () -> {
          Path file = newFile();
          Files.writeString(file, "old\n");
          try (var lines = tail.follow(file, false, MOMENT)) {
            Task<String> first = Weft.start(() -> lines.next());
            while (!first.isDone()) {
              append(file, "new\n");
              Weft.delay(MOMENT);
            }
            assertThat(first.resultNow()).isEqualTo("new");
          }
        });
  }

  @TestFactory
  List<DynamicTest> rotatedFileIsReadToItsEnd() {
    return Both.run(
        () -> {
          Path file = newFile();
          Path rotated = file.resolveSibling(file.getFileName() + ".1");
          Files.writeString(file, "before\n");
          try (var lines = tail.follow(file, true, MOMENT)) {
            assertThat(lines.next()).isEqualTo("before");
            Files.move(file, rotated);
            append(rotated, "late\nunfinished");
            Files.writeString(file, "after\n");
            assertThat(lines.next()).isEqualTo("late");
            assertThat(lines.next()).isEqualTo("unfinished");
            assertThat(lines.next()).isEqualTo("after");
            append(file, "and on\n");
            assertThat(lines.next()).isEqualTo("and on");
          }
        });
  }

  @TestFactory
  List<DynamicTest> truncatedFileBeginsAnew() {
    return Both.run(
        () -> {
          Path file = newFile();
          Files.writeString(file, "a long line\n");
          try (var lines = tail.follow(file, true, MOMENT)) {
            assertThat(lines.next()).isEqualTo("a long line");
            Files.writeString(file, "short\n");
            assertThat(lines.next()).isEqualTo("short");
          }
        });
  }

  @TestFactory
  List<DynamicTest> missingFileIsWaitedFor() {
    return Both.run(
        () -> {
          Path file = newFile();
          try (var lines = tail.follow(file, false, MOMENT)) {
            Task<String> first = Weft.start(() -> lines.next());
            Weft.delay(MOMENT);
            while (!first.isDone()) {
              Files.writeString(file, "here\nand more\n");
              Weft.delay(MOMENT);
              Files.deleteIfExists(file); // whether it has been seen by then or not
            }
            assertThat(first.resultNow()).isIn("here", "and more");
          }
        });
  }

  @TestFactory
  List<DynamicTest> manyFilesAreMerged() {
    return Both.run(
        () -> {
          var files = new ArrayList<Path>();
          for (int i = 0; i < 20; i++) {
            files.add(newFile());
            Files.writeString(files.get(i), "0\n1\n2\n");
          }
          var seen = new ArrayList<Tail.Line>();
          try (var lines = tail.follow(files, true, MOMENT)) {
            for (Tail.Line line : lines) {
              seen.add(line);
              if (line.text().equals("2")) {
                append(line.file(), "3\n"); // grows while it is followed
              }
              if (seen.size() == 4 * files.size()) {
                break;
              }
            }
            assertThat(tail.followed()).isEqualTo(files.size());
          }
          assertThat(tail.followed()).isZero();
          for (Path file : files) {
            assertThat(seen.stream().filter(line -> line.file().equals(file)))
                .extracting(Tail.Line::text)
                .containsExactly("0", "1", "2", "3");
          }
        });
  }

  @TestFactory
  List<DynamicTest> cancelledWhileItWaits() {
    return Both.run(
        () -> {
          List<Path> files = List.of(newFile(), newFile(), newFile());
          var lines = tail.follow(files, true, MOMENT);
          Task<?> reader = Weft.start(() -> readAll(lines));
          while (tail.followed() < files.size()) {
            Weft.delay(MOMENT);
          }

          reader.cancel(true);
          boolean cancelled = false;
          try {
            Weft.await(reader);
          } catch (CancellationException expected) {
            cancelled = true;
          }

          assertThat(cancelled).isTrue();
          assertThat(tail.followed()).isZero(); // without close: it was waiting in the generators
        });
  }

  @Async
  private static void readAll(AsyncGenerator<Tail.Line> lines) {
    for (Tail.Line line : lines) {
      assertThat(line).isNull(); // there is none
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // has no way to ask a process to end
  void stoppedFromOutside() throws Exception {
    Path file = newFile();
    Files.writeString(file, "a line\n");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-javaagent:" + System.getProperty("weft.agent.jar"),
                "-cp",
                System.getProperty("java.class.path"),
                Tail.class.getName(),
                "--from-start",
                "--every=1",
                file.toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader says = process.inputReader(UTF_8)) {
      assertThat(says.readLine()).isEqualTo(file + ": a line");
      append(file, "and another\n");
      assertThat(says.readLine()).isEqualTo(file + ": and another");

      process.toHandle().destroy(); // as Ctrl-C does; what it says can still be read

      assertThat(says.lines()).containsExactly("0 files are followed", "stopped");
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
