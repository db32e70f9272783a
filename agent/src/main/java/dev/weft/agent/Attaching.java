package dev.weft.agent;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;

/** Has the agent loaded in another JVM to be asked something, and reads its answers. */
final class Attaching {

  private Attaching() {}

  /** Waits for an answer in its file. */
  interface Reader {
    String read(Path answer) throws IOException;
  }

  /**
   * Has it loaded there, and asks it something.
   *
   * @param request makes the agent's options of the file that it is to write its answer to
   * @return what it answers, but for the first line
   * @throws IOException if it does not answer, or says that something went wrong
   */
  static String ask(String pid, Function<Path, String> request, Reader reader) throws IOException {
    Path answer = Files.createTempFile("weft-", ".txt"); // nobody else can read it
    try {
      Path temporary = Objects.requireNonNull(answer.toAbsolutePath().getParent());
      Path jar = new AttachJar(temporary, answer).of(AttachJar.own());
      TargetProcess.letWrite(pid, answer);
      load(pid, jar, request.apply(answer));
      return rest(reader.read(answer), pid);
    } finally {
      Files.deleteIfExists(answer);
    }
  }

  private static void load(String pid, Path jar, String request) throws IOException {
    VirtualMachine machine;
    try {
      machine = VirtualMachine.attach(pid);
    } catch (AttachNotSupportedException | IOException refused) {
      throw new IOException(TargetProcess.whyRefused(pid, refused), refused);
    }
    try {
      machine.loadAgent(jar.toString(), request);
    } catch (AgentLoadException | AgentInitializationException refused) {
      throw new IOException(
          "process "
              + pid
              + " does not load the agent ("
              + refused.getMessage()
              + "); on JDK 21 and later, -XX:-EnableDynamicAgentLoading forbids it",
          refused);
    } finally {
      machine.detach();
    }
  }

  private static String rest(String answer, String pid) throws IOException {
    int line = answer.indexOf('\n');
    String found = line < 0 ? answer : answer.substring(0, line);
    String rest = line < 0 ? "" : answer.substring(line + 1);
    return switch (found) {
      case Inspection.FOUND -> rest.isEmpty() || rest.endsWith("\n") ? rest : rest + "\n";
      case Inspection.NO_WEFT ->
          throw new IOException(
              "process " + pid + " does not use Weft, or has started no coroutine yet");
      case Inspection.FAILED -> throw new IOException("process " + pid + " failed: " + rest);
      default ->
          throw new IOException(
              "process "
                  + pid
                  + " has not answered: an older Weft agent is in it already, or it cannot write"
                  + " to the temporary folder; what it prints may say more");
    };
  }
}
