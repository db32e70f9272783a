package dev.weft.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import dev.weft.junit.samples.LifeCycleSample;
import dev.weft.junit.samples.TaskReturningSample;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Tests that return something, which JUnit passes over. */
class UnrunTestsTest {

  private static final String TASK = TaskReturningSample.class.getName() + ".task returns Task,";

  @Test
  void failWithWhatToDo() {
    for (DiscoverySelector each :
        List.of(
            selectClass(TaskReturningSample.class),
            selectPackage(TaskReturningSample.class.getPackageName()))) {
      List<String> messages = messages(run(each));
      assertThat(messages).hasSize(4);
      assertThat(messages).anyMatch(text -> text.startsWith(TASK) && text.contains("void task()"));
      assertThat(messages).anyMatch(text -> text.contains(".future returns CompletableFuture,"));
      assertThat(messages).anyMatch(text -> text.contains(".number returns int,"));
      assertThat(messages).anyMatch(text -> text.contains("$Inner.inner returns Task,"));
    }
  }

  @Test
  void canBeRunAlone() {
    String type = TaskReturningSample.class.getName();
    assertThat(messages(run(selectMethod(type + "#task"))))
        .singleElement()
        .asString()
        .contains(TASK);
    String id = "[engine:weft-unrun-tests]/[class:" + type + "]";
    assertThat(messages(run(selectUniqueId(id)))).hasSize(4);
    assertThat(messages(run(selectUniqueId(id + "/[method:task()]")))).hasSize(1);
    assertThat(messages(run(selectMethod(type + "#good")))).isEmpty();
  }

  @Test
  void areNotFoundInOtherClasses() {
    assertThat(messages(run(selectClass(LifeCycleSample.class)))).isEmpty();
  }

  @Test
  void junitRunsTheRest() {
    Samples.run(TaskReturningSample.class)
        .testEvents()
        .assertStatistics(found -> found.started(1).succeeded(1));
  }

  private static Events run(DiscoverySelector selector) {
    return EngineTestKit.engine("weft-unrun-tests").selectors(selector).execute().testEvents();
  }

  private static List<String> messages(Events events) {
    return events.failed().stream()
        .map(each -> each.getRequiredPayload(TestExecutionResult.class).getThrowable().get())
        .map(Throwable::getMessage)
        .toList();
  }
}
