package dev.weft.agent;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Says why a process cannot be attached to.
 *
 * <p>To attach to a JVM is to send it a signal that ends any other process, so what is no JVM is
 * told before.
 */
final class TargetProcess {

  /** SIGQUIT is number 3. */
  private static final int QUIT_BIT = 2;

  private static final String CAUGHT = "SigCgt:";

  private static final String STATE = "State:";

  private TargetProcess() {}

  /**
   * Checks that there is such a process, and that it may be a JVM.
   *
   * @throws IllegalArgumentException otherwise
   */
  static void check(String pid) throws IOException {
    long number = number(pid);
    if (!isAlive(pid)) {
      throw new IllegalArgumentException("there is no process " + pid);
    }
    if (number == ProcessHandle.current().pid()) {
      throw new IllegalArgumentException("process " + pid + " is this command itself");
    }
    Path status = Path.of("/proc", pid, "status"); // there on Linux
    if (Files.isReadable(status)) {
      check(pid, Files.readAllLines(status));
    }
  }

  private static void check(String pid, List<String> status) {
    if (!catchesQuit(status)) {
      throw new IllegalArgumentException(
          "process " + pid + " is not a JVM, or was started with -Xrs");
    }
    if (isStopped(status)) {
      throw new IllegalArgumentException(
          "process "
              + pid
              + " is stopped, so it cannot answer; kill -CONT "
              + pid
              + " has it go on, unless a debugger holds it");
    }
  }

  static boolean isAlive(String pid) {
    return ProcessHandle.of(number(pid)).filter(ProcessHandle::isAlive).isPresent();
  }

  private static long number(String pid) {
    try {
      return Long.parseLong(pid);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + pid + "' is not the id of a process", e);
    }
  }

  static boolean catchesQuit(List<String> status) {
    for (String line : status) {
      if (line.startsWith(CAUGHT)) {
        return new BigInteger(line.substring(CAUGHT.length()).strip(), 16).testBit(QUIT_BIT);
      }
    }
    return true; // unknown
  }

  /** By a signal, or by a debugger of native code. */
  static boolean isStopped(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith(STATE))
        .map(line -> line.substring(STATE.length()).strip())
        .anyMatch(state -> state.startsWith("T") || state.startsWith("t"));
  }

  /**
   * Gives {@code answer} to the user that runs {@code pid}, if that is another one, who writes it.
   *
   * @throws IOException if that is not allowed: the user that runs this cannot attach to it either
   */
  static void letWrite(String pid, Path answer) throws IOException {
    Optional<String> other = otherUser(pid);
    if (other.isEmpty()) {
      return;
    }
    try {
      var users = answer.getFileSystem().getUserPrincipalLookupService();
      Files.setOwner(answer, users.lookupPrincipalByName(other.get()));
    } catch (IOException | UnsupportedOperationException notAllowed) {
      throw new IOException(isOf(pid, other.get()), notAllowed);
    }
  }

  /** Why {@code pid}, which has passed {@link #check}, could not be attached to. */
  static String whyRefused(String pid, Exception refused) {
    return otherUser(pid)
        .map(user -> isOf(pid, user))
        .orElse(
            "process "
                + pid
                + " does not let anybody attach (-XX:+DisableAttachMechanism?): "
                + refused.getMessage());
  }

  /** The user that runs {@code pid}, if it is known and another one than runs this. */
  private static Optional<String> otherUser(String pid) {
    Optional<String> own = ProcessHandle.current().info().user();
    return ProcessHandle.of(number(pid))
        .flatMap(each -> each.info().user())
        .filter(user -> own.isPresent() && !user.equals(own.get()));
  }

  private static String isOf(String pid, String user) {
    return "process " + pid + " is run by " + user + ", and only that user can attach to it";
  }
}
