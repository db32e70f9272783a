package dev.weft.spring.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of its own, with an empty database, in a temporary folder; where PostgreSQL
 * is installed.
 *
 * <p>It does not run as root, so there it runs as the user {@code postgres} of its package.
 */
final class PostgresServer implements AutoCloseable {

  private static final String USER = "postgres";

  /** Where Debian has the programs, by version. */
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  private final Path programs;
  private final Path folder;
  private final int port;

  private PostgresServer(Path programs, Path folder, int port) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
  }

  static boolean isInstalled() {
    return programs().isPresent();
  }

  private static Optional<Path> programs() {
    Stream<Path> onPath =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1)).map(Path::of);
    return Stream.concat(versions(), onPath)
        .filter(each -> Files.isExecutable(each.resolve("initdb")))
        .filter(each -> Files.isExecutable(each.resolve("pg_ctl")))
        .findFirst();
  }

  private static Stream<Path> versions() {
    if (!Files.isDirectory(DEBIAN)) {
      return Stream.of();
    }
    try (Stream<Path> all = Files.list(DEBIAN)) {
      return all
          .map(each -> each.resolve("bin"))
          .sorted(Comparator.reverseOrder())
          .toList()
          .stream();
    } catch (IOException unreadable) {
      return Stream.of();
    }
  }

  static PostgresServer start() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("weft-postgres");
    var server = new PostgresServer(programs().orElseThrow(), folder, freePort());
    try {
      server.begin();
      return server;
    } catch (IOException | InterruptedException | RuntimeException failure) {
      server.delete();
      throw failure;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void begin() throws IOException, InterruptedException {
    if (isRoot()) {
      run(List.of("chown", USER, folder.toString()));
    }
    String data = folder.resolve("data").toString();
    program("initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync");
    String options = "-h 127.0.0.1 -p " + port + " -k " + folder + " -F";
    String log = folder.resolve("log").toString();
    program("pg_ctl", "-D", data, "-o", options, "-l", log, "-w", "start");
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private void program(String name, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", USER, "--"));
    }
    command.add(programs.resolve(name).toString());
    command.addAll(List.of(arguments));
    run(command);
  }

  private void run(List<String> command) throws IOException, InterruptedException {
    Path output = folder.resolveSibling(folder.getFileName() + ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.getParent().toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile()) // the server keeps it open
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("not done after a minute: " + command);
      }
      if (process.exitValue() != 0) {
        throw new IOException(command + " failed: " + Files.readString(output));
      }
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /** What an application needs to use it. */
  List<String> settings() {
    return List.of(
        "spring.datasource.url=jdbc:postgresql://127.0.0.1:" + port + "/" + USER,
        "spring.datasource.username=" + USER,
        "spring.sql.init.mode=always");
  }

  @Override
  public void close() throws IOException {
    try {
      program("pg_ctl", "-D", folder.resolve("data").toString(), "-m", "immediate", "-w", "stop");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while PostgreSQL was stopped", e);
    } finally {
      delete();
    }
  }

  private void delete() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
