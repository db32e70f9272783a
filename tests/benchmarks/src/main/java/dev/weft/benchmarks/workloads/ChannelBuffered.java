package dev.weft.benchmarks.workloads;

/** Elements sent through a channel with room for 64; one operation is an element. */
public class ChannelBuffered extends ChannelWorkload {

  /** For JMH. */
  public ChannelBuffered() {
    super(64);
  }
}
