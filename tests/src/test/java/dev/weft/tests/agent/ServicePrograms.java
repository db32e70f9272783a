package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Programs that call a service in coroutines and in ordinary code, for tests that put proxies and
 * mocks in its place; woven by the agent, before, or not at all.
 */
final class ServicePrograms {

  static final String IMPORTS =
      """
      import dev.weft.*;
      import dev.weft.annotations.Async;
      import java.time.Duration;
      import java.util.*;
      import java.util.concurrent.*;
      """;

  static final String SERVICES =
      """
      interface Store {
        @Async String open(String key) throws Exception;
        @Async Task<String> load(String key);
        @Async int size();
      }

      class Vault implements Store {
        @Async public String open(String key) throws Exception {
          Weft.delay(Duration.ofMillis(1));
          if (key.equals("broken")) throw new java.io.IOException("broken");
          return "opened " + key;
        }
        @Async public Task<String> load(String key) {
          Weft.delay(Duration.ofMillis(1));
          return Task.completed("loaded " + key);
        }
        @Async public int size() {
          Weft.yieldNow();
          return 7;
        }
      }

      /** All that coroutines and ordinary code do alike, and what they see. */
      class Uses {
        static final List<String> LOG = new CopyOnWriteArrayList<>();

        @Async static String all(Store store) {
          return attempt(store, "a") + "," + attempt(store, "secret") + "," + attempt(store, "broken")
              + "," + Weft.await(store.load("b")) + "," + store.size();
        }
        @Async static String ofClass(Vault vault) throws Exception {
          return vault.open("c") + "," + Weft.await(vault.load("d")) + "," + vault.size();
        }
        @Async static String attempt(Store store, String key) {
          try {
            return store.open(key);
          } catch (Exception e) {
            return e.getClass().getSimpleName();
          }
        }
        static String log() {
          String text = String.join(" ", LOG);
          LOG.clear();
          return text;
        }
        static Object advise(String method, Object[] arguments, Callable<Object> proceed) throws Exception {
          String call = method + Arrays.toString(arguments == null ? new Object[0] : arguments);
          if (call.equals("open[secret]")) {
            LOG.add("denied");
            throw new SecurityException(call);
          }
          LOG.add("<" + call);
          try {
            Object result = proceed.call();
            LOG.add((result instanceof Task ? "task" : String.valueOf(result).replace(' ', '_')) + ">");
            return result;
          } catch (Exception e) {
            LOG.add(e.getClass().getSimpleName() + ">");
            throw e;
          }
        }
        static void everywhere(String name, Store store, Vault vault) throws Exception {
          AsyncCallable<String> all = vault == null ? () -> all(store) : () -> all(store) + ";" + ofClass(vault);
          String expected = vault == null ? Plain.all(store) : Plain.all(store) + ";" + Plain.ofClass(vault);
          String advised = log();
          System.out.println(name + " " + expected + " | " + advised);
          try (EventLoop loop = Schedulers.eventLoop()) {
            check(name + " on a loop", expected, Weft.run(loop, all), advised);
          }
          check(name + " on a pool", expected, Weft.run(Schedulers.workStealing(2), all), advised);
          check(name + " here", expected, Weft.start(all).get(), advised);
        }
        static void check(String where, String expected, String got, String advised) {
          String log = log();
          if (!got.equals(expected) || !log.equals(advised)) {
            System.out.println(where + ": " + got + " | " + log);
          }
        }
      }

      /** Ordinary code. */
      class Plain {
        static String all(Store store) throws Exception {
          return attempt(store, "a") + "," + attempt(store, "secret") + "," + attempt(store, "broken")
              + "," + store.load("b").get() + "," + store.size();
        }
        static String ofClass(Vault vault) throws Exception {
          return vault.open("c") + "," + vault.load("d").get() + "," + vault.size();
        }
        static String attempt(Store store, String key) {
          try {
            return store.open(key);
          } catch (Exception e) {
            return e.getClass().getSimpleName();
          }
        }
      }
      """;

  private ServicePrograms() {}

  /**
   * Compiles and runs {@code Program}, and returns what it prints.
   *
   * @param how {@code agent}, {@code build} or {@code plain}
   * @param libraries how the file names begin of those of the tests' jars that it uses
   */
  static String run(Path folder, String how, String program, String... libraries) throws Exception {
    List<Path> jars = jars(libraries);
    Path classes =
        Compiler.compile(
            folder.resolve("app"), IMPORTS + program + SERVICES, jars.toArray(Path[]::new));
    var jvm = new ChildJvm(folder).option("-Xshare:auto").option("-XX:+EnableDynamicAgentLoading");
    if (how.equals("agent")) {
      jvm.agent("verify");
    } else if (how.equals("build")) {
      var woven =
          new ChildJvm(folder).classPath(jars.toArray()).weave(classes, folder.resolve("w"));
      assertThat(woven.exit()).as(woven.err()).isZero();
      classes = folder.resolve("w");
    }
    var entries = new ArrayList<Object>(jars);
    entries.add(0, classes);
    var result =
        jvm.option("-Dnet.bytebuddy.experimental=true").classPath(entries.toArray()).run("Program");
    assertThat(result.exit()).as(result.err()).isZero();
    return result.out();
  }

  private static List<Path> jars(String... libraries) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(
            jar ->
                Arrays.stream(libraries)
                    .anyMatch(name -> jar.getFileName().toString().startsWith(name)))
        .toList();
  }
}
