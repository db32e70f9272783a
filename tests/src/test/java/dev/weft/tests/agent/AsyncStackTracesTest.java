package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.StackFrame;
import com.sun.jdi.ThreadReference;
import dev.weft.tests.agent.DebugSession.Stop;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What the marks for IntelliJ's asynchronous stack traces lead to. Where a method bears {@code
 * Async.Schedule}, its debugger keeps the stack, under {@code this}; where a call on the stack
 * bears {@code Async.Execute}, it shows below that what it has kept under its {@code this}. The
 * same is done here.
 */
@Timeout(600)
class AsyncStackTracesTest {

  private static final String COROUTINE = "dev.weft.internal.engine.Coroutine";

  private static final String PROGRAM =
      """
      import static dev.weft.Weft.*;

      import dev.weft.*;
      import dev.weft.annotations.Async;
      import dev.weft.concurrent.TaskScope;

      public class Debuggee {
        @Async static Task<Integer> task() {
          yieldNow();
          return Task.completed(1); // task
        }

        static Task<Integer> callsTask() {
          return task();
        }

        @Async static int started() {
          yieldNow();
          return 2; // started
        }

        static Task<Integer> starts() {
          return Weft.<Integer>start(() -> started());
        }

        static Task<Integer> startsOn(EventLoop loop) {
          return Weft.<Integer>start(loop, () -> first());
        }

        @Async static int first() {
          return 3; // first
        }

        @Async static int forked() {
          yieldNow();
          return 4; // forked
        }

        static Task<Integer> forks(TaskScope scope) {
          return scope.<Integer>fork(() -> forked());
        }

        @Async static int all(EventLoop loop) throws Exception {
          try (TaskScope scope = TaskScope.open()) {
            Task<Integer> forked = forks(scope);
            int sum = await(callsTask()) + await(starts()) + await(startsOn(loop));
            scope.join();
            return sum + await(forked);
          }
        }

        public static void main(String[] args) {
          try (EventLoop loop = Schedulers.eventLoop()) {
            System.out.println(Weft.<Integer>run(loop, () -> all(loop)));
          }
        }
      }
      """;

  private final Map<Long, List<String>> captured = new HashMap<>();

  @ParameterizedTest
  @ValueSource(strings = {"task callsTask", "started starts", "first startsOn", "forked forks"})
  void aStepLeadsToTheStackThatMadeItsCoroutine(String placeAndMaker, @TempDir Path folder)
      throws Exception {
    String place = placeAndMaker.split(" ", -1)[0];
    String maker = placeAndMaker.split(" ", -1)[1];
    Set<String> schedules = marked("Schedule");
    Set<String> executes = marked("Execute");
    try (DebugSession session = DebugSession.launch(folder, PROGRAM, place)) {
      session.listen(
          COROUTINE,
          schedules,
          (method, thread) -> captured.put(thisOf(thread.frame(0)), names(thread)));
      Stop stop = session.resume();

      assertThat(stop).isNotNull();
      assertThat(stop.place()).isEqualTo(place);
      List<StackFrame> steps =
          session.frames().stream()
              .filter(
                  each ->
                      each.location().declaringType().name().equals(COROUTINE)
                          && executes.contains(
                              each.location().method().name()
                                  + each.location().method().signature()))
              .toList();
      assertThat(steps).hasSize(1);
      assertThat(session.frames()).noneMatch(each -> nameOf(each).equals(maker));
      assertThat(captured.get(thisOf(steps.get(0)))).contains(maker);
      assertThat(session.finish()).contains("10");
    }
  }

  private static long thisOf(StackFrame frame) {
    return frame.thisObject().uniqueID();
  }

  private static List<String> names(ThreadReference thread)
      throws IncompatibleThreadStateException {
    return thread.frames().stream().map(AsyncStackTracesTest::nameOf).toList();
  }

  private static String nameOf(StackFrame frame) {
    return frame.location().method().name();
  }

  /** The methods that bear a mark in the packaged runtime. */
  private static Set<String> marked(String mark) throws Exception {
    var node = new ClassNode();
    try (var jar = new JarFile(Jars.RUNTIME.toFile());
        InputStream in = jar.getInputStream(jar.getEntry(COROUTINE.replace('.', '/') + ".class"))) {
      new ClassReader(in).accept(node, ClassReader.SKIP_CODE);
    }
    var found = new HashSet<String>();
    for (MethodNode method : node.methods) {
      for (AnnotationNode each :
          method.invisibleAnnotations == null
              ? List.<AnnotationNode>of()
              : method.invisibleAnnotations) {
        if (Type.getType(each.desc)
            .getInternalName()
            .equals("org/jetbrains/annotations/Async$" + mark)) {
          found.add(method.name + method.desc);
        }
      }
    }
    assertThat(found).as(mark).isNotEmpty();
    return found;
  }
}
