package dev.weft.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be attached to, and what is told otherwise. */
class TargetProcessTest {

  @Test
  void aJvmCatchesTheSignalThatEndsOthers() {
    assertThat(TargetProcess.catchesQuit(List.of("Name:\tjava", "SigCgt:\t2000000181005ccf")))
        .isTrue();
    assertThat(TargetProcess.catchesQuit(List.of("Name:\tsh", "SigCgt:\t0000000000000000")))
        .isFalse();
    assertThat(TargetProcess.catchesQuit(List.of("Name:\tunknown"))).isTrue();
  }

  @Test
  void aProcessThatIsStoppedCannotAnswer() {
    assertThat(TargetProcess.isStopped(List.of("Name:\tjava", "State:\tT (stopped)"))).isTrue();
    assertThat(TargetProcess.isStopped(List.of("State:\tt (tracing stop)"))).isTrue();
    assertThat(TargetProcess.isStopped(List.of("State:\tS (sleeping)"))).isFalse();
    assertThat(TargetProcess.isStopped(List.of("Name:\tT"))).isFalse();
  }

  @Test
  void theProcessOfTheCommandItself() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TargetProcess.check(String.valueOf(ProcessHandle.current().pid())))
        .withMessageContaining("this command itself");
  }

  @Test
  void nothingThatCouldBeAProcess() {
    assertThatIllegalArgumentException().isThrownBy(() -> TargetProcess.check("1a"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TargetProcess.check("99999999"))
        .withMessage("there is no process 99999999");
  }

  @Test
  void requestsAreToldFromOptions() {
    var request = new InspectionRequest(InspectionRequest.Command.LEAKS, true, Path.of("a;b.txt"));

    assertThat(InspectionRequest.of(request.text())).isEqualTo(request);
    assertThat(InspectionRequest.of("dump=x")).isNull();
    assertThat(InspectionRequest.of(null)).isNull();
  }
}
