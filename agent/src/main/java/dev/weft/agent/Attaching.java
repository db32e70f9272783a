package dev.weft.agent;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Has the agent loaded in another JVM to be asked something, and reads its answers. */
final class Attaching {

  private Attaching() {}

  /**
   * Has it loaded there.
   *
   * @param request as options of the agent
   * @throws IOException saying why it cannot be
   */
  static void load(String pid, String request) throws IOException {
    VirtualMachine machine;
    try {
      machine = VirtualMachine.attach(pid);
    } catch (AttachNotSupportedException | IOException refused) {
      throw new IOException(TargetProcess.whyRefused(pid, refused), refused);
    }
    try {
      machine.loadAgent(ownJar(), request);
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

  private static String ownJar() {
    try {
      return Path.of(Attaching.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What an answer says, but for its first line.
   *
   * @throws IOException if there is none, or it says that something went wrong
   */
  static String read(String answer, String pid) throws IOException {
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
