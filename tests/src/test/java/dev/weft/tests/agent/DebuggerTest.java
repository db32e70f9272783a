package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.LocalVariable;
import com.sun.jdi.Location;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.LocatableEvent;
import com.sun.jdi.event.StepEvent;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.StepRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A debugger stops at lines as written and reads variables by name, before and after waiting. */
@Timeout(600)
class DebuggerTest {

  private static final String PROGRAM =
      """
      import static dev.weft.Weft.*;

      import dev.weft.*;
      import dev.weft.annotations.Async;

      public class Debuggee {
        @Async static String work(String name, boolean waits) {
          int count = name.length();
          long total = count * 2L; // before
          if (waits) {
            yieldNow();
          }
          String result = name + total; // after
          for (int i = 0; i < 2; i++) {
            delay(java.time.Duration.ofMillis(i));
            result += await(Task.completed(i)); // in the loop
            count++; // next line
          }
          return result + count; // end
        }

        public static void main(String[] args) {
          try (EventLoop loop = Schedulers.eventLoop()) {
            System.out.println(Weft.<String>run(loop, () -> work("direct", false)));
            System.out.println(Weft.<String>run(loop, () -> work("waits", true)));
          }
        }
      }
      """;

  private record Stop(int line, String method, Map<String, String> variables) {}

  private final List<Stop> stops = new ArrayList<>();
  private final List<Stop> steps = new ArrayList<>();

  private static final String NOWHERE = "";

  private static int line(String comment) {
    return comment.equals(NOWHERE)
        ? 0
        : (int) PROGRAM.substring(0, PROGRAM.indexOf("// " + comment)).lines().count();
  }

  private VirtualMachine launch(Path folder) throws Exception {
    Path classes = Compiler.compile(folder, PROGRAM);
    LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    arguments.get("home").setValue(System.getProperty("java.home"));
    String classPath = Jars.application() + java.io.File.pathSeparator + classes;
    arguments
        .get("options")
        .setValue("\"-javaagent:" + Jars.AGENT + "\" -cp \"" + classPath + "\"");
    arguments.get("main").setValue("Debuggee");
    return connector.launch(arguments);
  }

  /** Stops at the lines of these comments, wherever the class has code of them. */
  private void debug(Path folder, String stepFrom, String... comments) throws Exception {
    VirtualMachine vm = launch(folder);
    try {
      var prepare = vm.eventRequestManager().createClassPrepareRequest();
      prepare.addClassFilter("Debuggee");
      prepare.enable();
      boolean running = true;
      while (running) {
        EventSet events = vm.eventQueue().remove();
        for (Event event : events) {
          running &= !(event instanceof VMDisconnectEvent);
          handle(vm, event, stepFrom, comments);
        }
        events.resume();
      }
    } catch (VMDisconnectedException done) {
      assertThat(stops).isNotEmpty();
    } finally {
      vm.process().destroyForcibly();
    }
  }

  private void handle(VirtualMachine vm, Event event, String stepFrom, String... comments)
      throws Exception {
    if (event instanceof ClassPrepareEvent prepared) {
      for (String comment : comments) {
        breakAt(vm, prepared.referenceType(), line(comment));
      }
    } else if (event instanceof BreakpointEvent at) {
      stops.add(stop(at));
      if (at.location().lineNumber() == line(stepFrom)) {
        step(vm, at);
      }
    } else if (event instanceof StepEvent at) {
      steps.add(stop(at));
      vm.eventRequestManager().deleteEventRequest(at.request());
    }
  }

  private static void breakAt(VirtualMachine vm, ReferenceType type, int line)
      throws AbsentInformationException {
    for (Location location : type.locationsOfLine(line)) {
      vm.eventRequestManager().createBreakpointRequest(location).enable();
    }
  }

  private static void step(VirtualMachine vm, LocatableEvent at) {
    StepRequest step =
        vm.eventRequestManager()
            .createStepRequest(at.thread(), StepRequest.STEP_LINE, StepRequest.STEP_OVER);
    step.addClassExclusionFilter("dev.weft.*");
    step.enable();
  }

  private static Stop stop(LocatableEvent at)
      throws IncompatibleThreadStateException, AbsentInformationException {
    StackFrame frame = at.thread().frame(0);
    var variables = new TreeMap<String, String>();
    for (LocalVariable variable : frame.visibleVariables()) {
      variables.put(variable.name(), String.valueOf(frame.getValue(variable)));
    }
    return new Stop(at.location().lineNumber(), at.location().method().name(), variables);
  }

  @Test
  void stopsBeforeAndAfterASuspensionAndReadsVariables(@TempDir Path folder) throws Exception {
    debug(folder, NOWHERE, "before", "after", "end");

    assertThat(stops).extracting(Stop::method).containsOnly("work");
    assertThat(stops)
        .extracting(Stop::line)
        .containsExactly(
            line("before"), line("after"), line("end"), line("before"), line("after"), line("end"));
    assertThat(stops.get(3).variables())
        .containsEntry("name", "\"waits\"")
        .containsEntry("count", "5");
    assertThat(stops.get(4).variables())
        .containsEntry("name", "\"waits\"")
        .containsEntry("count", "5")
        .containsEntry("total", "10");
    assertThat(stops.get(5).variables())
        .containsEntry("result", "\"waits1001\"")
        .containsEntry("count", "7");
  }

  @Test
  void stepsOverAnAwaitToTheNextLine(@TempDir Path folder) throws Exception {
    debug(folder, "in the loop", "in the loop");

    assertThat(stops).extracting(Stop::line).hasSize(4).containsOnly(line("in the loop"));
    assertThat(stops)
        .extracting(stop -> stop.variables().get("i"))
        .containsExactly("0", "1", "0", "1");
    assertThat(steps).extracting(Stop::line).hasSize(4).containsOnly(line("next line"));
  }
}
