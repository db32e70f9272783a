package dev.weft.agent;

import dev.weft.agent.InspectionRequest.Command;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of {@link InspectMain} that runs in the JVM which is inspected: asks each Weft runtime
 * there, by its public API, and writes the answer to a file. Weaves nothing, and leaves nothing on.
 *
 * <p>The first line of an answer says whether there is one.
 */
final class Inspection {

  /** First line of an answer. */
  static final String FOUND = "found";

  /** The same where no Weft was found. */
  static final String NO_WEFT = "no weft";

  /** The same where something went wrong; the next line says what. */
  static final String FAILED = "failed";

  /** What every program has loaded that has made a coroutine. */
  private static final String LOADED = "dev.weft.internal.engine.Coroutine";

  private static final String COROUTINES = "dev.weft.observe.Coroutines";

  private static final String EVENTS = "dev.weft.observe.FlightEvents";

  private Inspection() {}

  static void answer(InspectionRequest request, Instrumentation instrumentation) {
    String text;
    try {
      text = answerTo(request, instrumentation);
    } catch (Throwable failure) {
      text = FAILED + "\n" + failure;
    }
    try {
      Files.writeString(request.answer(), text);
    } catch (IOException unwritable) { // who asks finds nothing, and says so
      Log.warning("an inspection from outside could not be answered: " + unwritable);
    }
  }

  private static String answerTo(InspectionRequest request, Instrumentation instrumentation)
      throws ReflectiveOperationException {
    if (request.command().changesWhatIsObserved()) {
      return FOUND + "\n" + Observation.change(request.command(), instrumentation);
    }
    var answers = new ArrayList<String>();
    for (ClassLoader loader : runtimes(instrumentation)) {
      answers.add(ask(Class.forName(COROUTINES, true, loader), request));
    }
    if (answers.isEmpty()) {
      return NO_WEFT;
    }
    boolean isList = request.json() && answers.size() > 1;
    return FOUND
        + "\n"
        + (isList ? "[" : "")
        + String.join(isList ? "," : "\n", answers)
        + (isList ? "]" : "");
  }

  /** The live coroutines of this JVM, with their stacks; or why there are none to be shown. */
  static String textOfAll(Instrumentation instrumentation) {
    var text = new StringBuilder();
    for (ClassLoader loader : runtimes(instrumentation)) {
      try {
        text.append(dump(Class.forName(COROUTINES, true, loader), methodOf(Command.DUMP)));
      } catch (ReflectiveOperationException e) {
        text.append("the Weft runtime that is loaded cannot show its coroutines: ").append(e);
        text.append(System.lineSeparator());
      }
    }
    return text.isEmpty() ? "no coroutine has been started yet\n" : text.toString();
  }

  /** Has the runtimes that are there offer their events to Flight Recorder. */
  static void offerEvents(Instrumentation instrumentation) {
    for (ClassLoader loader : runtimes(instrumentation)) {
      try {
        var unused = call(Class.forName(EVENTS, true, loader), null, "offer");
      } catch (ReflectiveOperationException e) {
        Log.warning("Flight Recorder does not get the events of a Weft runtime: " + e);
      }
    }
  }

  /** The class loaders of the runtimes that are in use. */
  static List<ClassLoader> runtimes(Instrumentation instrumentation) {
    var loaders = new ArrayList<ClassLoader>();
    for (Class<?> each : instrumentation.getAllLoadedClasses()) {
      if (each.getName().equals(LOADED)) {
        loaders.add(each.getClassLoader());
      }
    }
    return loaders;
  }

  private static String ask(Class<?> coroutines, InspectionRequest request)
      throws ReflectiveOperationException {
    Command command = request.command();
    if (command == Command.LEAKS) {
      Object leaks = call(coroutines, null, "findLeaks");
      return request.json() ? dump(coroutines, "toJson") : text((List<?>) leaks, coroutines);
    }
    return dump(coroutines, request.json() ? "toJson" : methodOf(command));
  }

  /** Has one runtime do what has no answer. */
  static void tell(ClassLoader runtime, Command command) throws ReflectiveOperationException {
    var unused = call(Class.forName(COROUTINES, true, runtime), null, methodOf(command));
  }

  private static String methodOf(Command command) {
    return switch (command) {
      case PS -> "toSummary";
      case TREE -> "toTree";
      case DUMP -> "toText";
      case LEAKS -> "findLeaks";
      case OBSERVE -> "observe";
      case ORIGINS -> "observeWithOrigins";
      case OFF -> "stopObserving";
    };
  }

  private static String dump(Class<?> coroutines, String form) throws ReflectiveOperationException {
    Object dump = call(coroutines, null, "dump");
    return call(dump.getClass(), dump, form).toString();
  }

  private static String text(List<?> leaks, Class<?> coroutines)
      throws ReflectiveOperationException {
    boolean observed = (boolean) call(coroutines, null, "isObserved");
    if (leaks.isEmpty() && !observed) {
      return "coroutines are not observed, so leaks are not found; see the command observe\n";
    }
    Object since = coroutines.getMethod("observedSince").invoke(null);
    String which = since == null ? "" : " that began since " + since;
    String others =
        since == null ? "" : "; older ones are not observed, so it is not known of them";
    if (leaks.isEmpty()) {
      return "no coroutine" + which + " has leaked" + others + "\n";
    }
    var text = new StringBuilder(since == null ? "" : "of coroutines" + which + others + "\n\n");
    leaks.forEach(each -> text.append(each).append('\n'));
    return text.toString();
  }

  private static Object call(Class<?> type, @Nullable Object receiver, String method)
      throws ReflectiveOperationException {
    try {
      return type.getMethod(method).invoke(receiver);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof Error error) {
        throw error;
      }
      throw thrown;
    }
  }
}
