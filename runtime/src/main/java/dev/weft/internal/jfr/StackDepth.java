package dev.weft.internal.jfr;

import java.util.Set;
import jdk.jfr.SettingControl;

/** The setting {@code stackDepth} of an event: how many calls of a logical stack it has at most. */
public final class StackDepth extends SettingControl {

  /** What Flight Recorder has for its own stacks. */
  static final int DEFAULT = 64;

  private static final int MAXIMUM = 2048;

  private volatile int depth = DEFAULT;

  /** Called by Flight Recorder. */
  public StackDepth() {}

  int depth() {
    return depth;
  }

  /** Of what several recordings want, the most. */
  @Override
  public String combine(Set<String> values) {
    int most = values.stream().mapToInt(StackDepth::parse).max().orElse(DEFAULT);
    return Integer.toString(most);
  }

  @Override
  public void setValue(String value) {
    depth = parse(value);
  }

  @Override
  public String getValue() {
    return Integer.toString(depth);
  }

  /** What is no number is the default, as Flight Recorder has it with settings of its own. */
  private static int parse(String value) {
    try {
      return Math.max(1, Math.min(MAXIMUM, Integer.parseInt(value.strip())));
    } catch (NumberFormatException wrong) {
      return DEFAULT;
    }
  }
}
