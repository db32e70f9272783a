package dev.weft.tests.torture;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "suspend")
final class SuspendCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return 0;
  }
}
