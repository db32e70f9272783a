package dev.weft.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.benchmarks.workloads.Workload;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** All methods of a workload, whatever they are made with, compute the same. */
class SameResultsTest {

  /** Sizes that are not the point here. */
  private static final Map<String, String[]> SMALL =
      Map.of("size", new String[] {"1000"}, "depth", new String[] {"1000"});

  @TestFactory
  Stream<DynamicTest> workloads() {
    return Workloads.all().stream().flatMap(SameResultsTest::cases);
  }

  private static Stream<DynamicTest> cases(Class<? extends Workload> workload) {
    List<Map<String, String>> combinations = new ArrayList<>(List.of(Map.of()));
    for (Field field : workload.getFields()) {
      Param param = field.getAnnotation(Param.class);
      if (param != null) {
        String[] values = SMALL.getOrDefault(field.getName(), param.value());
        combinations = times(combinations, field.getName(), values);
      }
    }
    return combinations.stream()
        .map(
            params ->
                DynamicTest.dynamicTest(
                    workload.getSimpleName() + params, () -> check(workload, params)));
  }

  private static List<Map<String, String>> times(
      List<Map<String, String>> before, String name, String[] values) {
    List<Map<String, String>> result = new ArrayList<>();
    for (Map<String, String> each : before) {
      for (String value : values) {
        var with = new TreeMap<>(each);
        with.put(name, value);
        result.add(with);
      }
    }
    return result;
  }

  private static void check(Class<? extends Workload> workload, Map<String, String> params)
      throws Exception {
    var results = new TreeMap<String, Object>();
    for (Method method : workload.getMethods()) {
      if (method.isAnnotationPresent(Benchmark.class) && Workloads.runsHere(method.getName())) {
        results.put(method.getName(), run(workload, method, params));
      }
    }
    assertThat(results).hasSizeGreaterThan(1);
    assertThat(results.values())
        .as(results.toString())
        .containsOnly(results.firstEntry().getValue());
  }

  private static Object run(
      Class<? extends Workload> workload, Method method, Map<String, String> params)
      throws Exception {
    Workload instance = workload.getConstructor().newInstance();
    for (Map.Entry<String, String> param : params.entrySet()) {
      set(instance, workload.getField(param.getKey()), param.getValue());
    }
    invokeAll(instance, Setup.class);
    try {
      return method.invoke(instance);
    } finally {
      invokeAll(instance, TearDown.class);
    }
  }

  private static void set(Object instance, Field field, String value)
      throws IllegalAccessException {
    if (field.getType() == int.class) {
      field.setInt(instance, Integer.parseInt(value));
    } else if (field.getType() == boolean.class) {
      field.setBoolean(instance, Boolean.parseBoolean(value));
    } else {
      field.set(instance, value);
    }
  }

  /** What asks JMH about its run only prepares for being measured; here there is no such run. */
  private static void invokeAll(
      Object instance, Class<? extends java.lang.annotation.Annotation> phase) throws Exception {
    for (Method method :
        Arrays.stream(instance.getClass().getMethods())
            .filter(each -> each.isAnnotationPresent(phase) && each.getParameterCount() == 0)
            .toList()) {
      method.invoke(instance);
    }
  }
}
