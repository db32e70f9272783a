package dev.weft.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.benchmarks.Workloads;
import dev.weft.benchmarks.workloads.Workload;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** The targets speak of what is measured, and the page knows how to name and explain it. */
class TargetsTest {

  private static final Path DOCS = Path.of("..", "..", "docs");

  private final Map<String, Class<? extends Workload>> workloads =
      Workloads.all().stream().collect(Collectors.toMap(Class::getSimpleName, each -> each));

  private static Set<String> ways(Class<? extends Workload> workload) {
    return Arrays.stream(workload.getMethods())
        .filter(each -> each.isAnnotationPresent(Benchmark.class))
        .map(Method::getName)
        .collect(Collectors.toSet());
  }

  @Test
  void everyTargetComparesWaysThatAreMeasured() {
    for (Target target : Targets.all()) {
      assertThat(workloads).as(target.toString()).containsKey(target.workload());
      assertThat(ways(workloads.get(target.workload())))
          .as(target.toString())
          .contains(target.way(), target.peer());
    }
  }

  @Test
  void everyTargetSpeaksOfParametersThatAreMeasured() throws NoSuchFieldException {
    for (Target target : Targets.all()) {
      for (Map<String, String> params : List.of(target.only(), target.other())) {
        for (Map.Entry<String, String> param : params.entrySet()) {
          Class<?> workload = workloads.get(target.workload());
          assertThat(workload.getField(param.getKey()).getAnnotation(Param.class).value())
              .as(target.toString())
              .contains(param.getValue());
        }
      }
    }
  }

  /** A way without a name is not on the page. */
  @Test
  void everyWayHasAName() {
    for (Class<? extends Workload> workload : workloads.values()) {
      assertThat(Tables.PEERS.keySet()).as(workload.getSimpleName()).containsAll(ways(workload));
    }
  }

  @Test
  void theSectionThatExplainsAFigureIsThere() throws IOException {
    for (Target target : Targets.all()) {
      String[] link = Links.reason(target.workload()).split("#", -1);
      assertThat(headings(DOCS.resolve(link[0]))).as(target.toString()).contains(link[1]);
    }
  }

  /** The headings of a page, as links name them. */
  private static List<String> headings(Path page) throws IOException {
    return Files.readString(page, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("## "))
        .map(line -> line.substring(3).toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
        .toList();
  }

  @Test
  void linksLeadToTheDocumentationFromAnyFolder() {
    String page = "benchmarks/README.md";
    assertThat(new Links(Path.of("docs", "benchmarks")).to(page)).isEqualTo("README.md");
    assertThat(new Links(Path.of("docs", "benchmarks", "concurrency")).to(page))
        .isEqualTo("../README.md");
    assertThat(new Links(Path.of("docs", "benchmarks", "concurrency")).to("architecture.md#tls"))
        .isEqualTo("../../architecture.md#tls");
    assertThat(new Links(Path.of("target", "page")).to(page))
        .isEqualTo("../../docs/benchmarks/README.md");
  }
}
