package dev.weft.transformer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which changes are noticed. */
class FileWatchTest {

  @TempDir private Path temp;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  @AfterEach
  void end() {
    thread.shutdownNow();
  }

  private Future<Boolean> change(FileWatch watch) {
    Callable<Boolean> waiting = watch::awaitChange;
    return thread.submit(waiting);
  }

  private void assertNoticed(FileWatch watch) throws Exception {
    assertThat(change(watch).get(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void everyKindOfChangeOfAFileIsNoticed() throws Exception {
    Path file = temp.resolve("Some.java");
    try (var watch = new FileWatch(List.of(file), List.of())) {
      Files.writeString(file, "made");
      assertNoticed(watch);
      Files.writeString(file, "made longer");
      assertNoticed(watch);
      Path other = Files.writeString(temp.resolve("other"), "replaced by");
      Files.move(other, file, StandardCopyOption.REPLACE_EXISTING); // as editors write
      assertNoticed(watch);
      Files.delete(file);
      assertNoticed(watch);
    }
  }

  @Test
  void foldersAreWatchedAsDeepAsTheyAre() throws Exception {
    try (var watch = new FileWatch(List.of(temp), List.of())) {
      Path file = Files.createDirectories(temp.resolve("a/b")).resolve("Some.class");
      Files.writeString(file, "made");
      assertNoticed(watch);
      Files.delete(file);
      assertNoticed(watch);
    }
  }

  @Test
  void whatAFileIsALinkToCounts() throws Exception {
    Path file = Files.writeString(temp.resolve("elsewhere"), "made");
    Path folder = Files.createDirectories(temp.resolve("folder"));
    Files.createSymbolicLink(folder.resolve("link"), file);
    try (var watch = new FileWatch(List.of(folder), List.of())) {
      Files.writeString(file, "made longer");
      assertNoticed(watch);
    }
  }

  @Test
  @SuppressWarnings("try") // closed early: whoever waits stops
  void whatIsPassedOverDoesNotCount() throws Exception {
    Path pages = Files.createDirectories(temp.resolve("pages"));
    try (var watch = new FileWatch(List.of(temp), List.of(pages))) {
      Files.writeString(pages.resolve("index.html"), "made");
      Future<Boolean> noticed = change(watch);
      watch.close();
      assertThat(noticed.get(60, TimeUnit.SECONDS)).isFalse();
    }
    try (var watch = new FileWatch(List.of(temp), List.of(pages))) {
      Files.writeString(pages.resolve("index.html"), "made anew");
      Files.writeString(temp.resolve("Some.java"), "made");
      assertNoticed(watch);
      Future<Boolean> again = change(watch);
      watch.close();
      assertThat(again.get(60, TimeUnit.SECONDS)).isFalse();
    }
  }

  @Test
  void aFileThatNeverRestsCountsAllTheSame() throws Exception {
    Path file = temp.resolve("log");
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try (var watch = new FileWatch(List.of(temp), List.of())) {
      Future<?> writing =
          writer.submit(
              () -> {
                for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                  Files.writeString(file, "x".repeat(i % 10_000));
                }
                return null;
              });
      assertNoticed(watch);
      assertThat(writing.isDone()).isFalse();
    } finally {
      writer.shutdownNow();
      assertThat(writer.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }
  }
}
