package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.LocalVariable;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.ThreadReference;
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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A program under a debugger, woven by the agent. Places are named by the comments that end their
 * lines. Breakpoints and steps are made as IDEs make them: a breakpoint at each location of its
 * line, a step with filters, which is given up where the program stops otherwise.
 */
final class DebugSession implements AutoCloseable {

  /** What to pass over: the runtime, the JDK, and what weaving and the JVM add to the program. */
  private static final List<String> FILTERS =
      List.of("dev.weft.*", "java.*", "jdk.*", "sun.*", "*$Frame", "Debuggee$$Lambda*");

  private final String program;
  private final List<String> breakpoints;
  private final VirtualMachine vm;
  private final Map<String, CallListener> listeners = new HashMap<>();
  private @Nullable LocatableEvent last;
  private @Nullable EventSet suspended;
  private final Set<String> listenedMethods = new HashSet<>();

  /**
   * Where the program has stopped.
   *
   * @param place the comment of the line
   * @param stepped whether a step has ended here; else it is a breakpoint
   */
  record Stop(String place, String method, boolean stepped, Map<String, String> variables) {}

  /** Hears of calls. */
  @FunctionalInterface
  interface CallListener {
    /** Tells that a thread is about to run a method's first instruction. */
    void called(Method method, ThreadReference thread) throws IncompatibleThreadStateException;
  }

  private DebugSession(String program, VirtualMachine vm, List<String> breakpoints) {
    this.program = program;
    this.vm = vm;
    this.breakpoints = breakpoints;
  }

  /** Launches the class {@code Debuggee} with breakpoints at some places. */
  static DebugSession launch(Path folder, String program, String... breakpoints) throws Exception {
    Path classes = Compiler.compile(folder, program);
    LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    arguments.get("home").setValue(System.getProperty("java.home"));
    String classPath = Jars.application() + java.io.File.pathSeparator + classes;
    arguments
        .get("options")
        .setValue("\"-javaagent:" + Jars.AGENT + "\" -cp \"" + classPath + "\"");
    arguments.get("main").setValue("Debuggee");
    VirtualMachine vm = connector.launch(arguments);
    prepare(vm, "Debuggee");
    return new DebugSession(program, vm, List.of(breakpoints));
  }

  /** Tells a listener of each call of some methods, {@code name(descriptor)}, of one class. */
  void listen(String className, Set<String> methods, CallListener listener) {
    listeners.put(className, listener);
    listenedMethods.addAll(methods);
    prepare(vm, className);
  }

  private static void prepare(VirtualMachine vm, String className) {
    var prepare = vm.eventRequestManager().createClassPrepareRequest();
    prepare.addClassFilter(className);
    prepare.enable();
  }

  /** Runs to the next stop; null if the program ends. */
  @Nullable Stop resume() throws Exception {
    if (suspended != null) {
      suspended.resume();
    }
    while (true) {
      EventSet events;
      try {
        events = vm.eventQueue().remove();
      } catch (VMDisconnectedException over) {
        return null;
      }
      suspended = events;
      for (Event event : events) {
        if (event instanceof VMDisconnectEvent) {
          return null;
        } else if (event instanceof ClassPrepareEvent prepared) {
          breakIn(prepared.referenceType());
        } else if (event instanceof BreakpointEvent call && listens(call.location())) {
          listeners
              .get(call.location().declaringType().name())
              .called(call.location().method(), call.thread());
        } else if (event instanceof BreakpointEvent || event instanceof StepEvent) {
          return stop((LocatableEvent) event);
        }
      }
      events.resume();
    }
  }

  private boolean listens(Location location) {
    return listeners.containsKey(location.declaringType().name());
  }

  private void breakIn(ReferenceType type) throws AbsentInformationException {
    if (listeners.containsKey(type.name())) {
      for (Method method : type.methods()) {
        if (listenedMethods.contains(method.name() + method.signature())) {
          vm.eventRequestManager().createBreakpointRequest(method.location()).enable();
        }
      }
      return;
    }
    for (String place : breakpoints) {
      List<Location> locations = type.locationsOfLine(lineOf(place));
      assertThat(locations).as(place).isNotEmpty();
      locations.forEach(each -> vm.eventRequestManager().createBreakpointRequest(each).enable());
    }
  }

  private int lineOf(String place) {
    int end = program.indexOf("// " + place + "\n");
    assertThat(end).as(place).isPositive();
    return (int) program.substring(0, end).lines().count();
  }

  private Stop stop(LocatableEvent event) throws Exception {
    last = event;
    vm.eventRequestManager().deleteEventRequests(vm.eventRequestManager().stepRequests());
    String line = program.lines().skip(event.location().lineNumber() - 1L).findFirst().orElse("");
    return new Stop(
        line.substring(line.indexOf("// ") + 3),
        event.location().method().name(),
        event instanceof StepEvent,
        variables());
  }

  private Map<String, String> variables() throws Exception {
    var variables = new TreeMap<String, String>();
    for (LocalVariable variable : frame().visibleVariables()) {
      variables.put(variable.name(), String.valueOf(frame().getValue(variable)));
    }
    return variables;
  }

  private StackFrame frame() throws IncompatibleThreadStateException {
    assertThat(last).isNotNull();
    return last.thread().frame(0);
  }

  /** The calls on the stack of the thread that has stopped, the innermost first. */
  List<StackFrame> frames() throws IncompatibleThreadStateException {
    assertThat(last).isNotNull();
    return last.thread().frames();
  }

  /** Steps over a line; the stop may be another thread's, or a breakpoint's. */
  @Nullable Stop stepOver() throws Exception {
    return step(StepRequest.STEP_OVER);
  }

  @Nullable Stop stepInto() throws Exception {
    return step(StepRequest.STEP_INTO);
  }

  @Nullable Stop stepOut() throws Exception {
    return step(StepRequest.STEP_OUT);
  }

  private @Nullable Stop step(int depth) throws Exception {
    assertThat(last).isNotNull();
    StepRequest step =
        vm.eventRequestManager().createStepRequest(last.thread(), StepRequest.STEP_LINE, depth);
    FILTERS.forEach(step::addClassExclusionFilter);
    step.enable();
    return resume();
  }

  /** Gives a variable of the call that has stopped another value. */
  void set(String variable, int value) throws Exception {
    StackFrame frame = frame();
    frame.setValue(frame.visibleVariableByName(variable), vm.mirrorOf(value));
  }

  /** Gives the class {@code Debuggee} the code of another source, as a hot swap does. */
  void replace(Path folder, String source) throws Exception {
    Path classes = Compiler.compile(folder, source);
    ReferenceType type = vm.classesByName("Debuggee").get(0);
    vm.redefineClasses(Map.of(type, Files.readAllBytes(classes.resolve("Debuggee.class"))));
  }

  /** Lets the program run to its end without stopping; returns what it has printed. */
  String finish() throws Exception {
    vm.eventRequestManager().deleteAllBreakpoints();
    vm.eventRequestManager().deleteEventRequests(vm.eventRequestManager().stepRequests());
    assertThat(resume()).isNull();
    return new String(vm.process().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    vm.process().destroyForcibly();
  }
}
