package dev.weft.transformer.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Takes what follows {@code --serve} for a port if it is a number; else the port is any. */
@SuppressWarnings("JdkObsolete") // picocli keeps arguments so
final class PortIfAny implements IParameterPreprocessor {

  PortIfAny() {}

  @Override
  public boolean preprocess(
      Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
    boolean attached = !String.valueOf(info.getOrDefault("separator", "")).isBlank();
    if (!attached && (arguments.isEmpty() || !arguments.peek().matches("\\d+"))) {
      arguments.push("0");
    }
    return false;
  }
}
