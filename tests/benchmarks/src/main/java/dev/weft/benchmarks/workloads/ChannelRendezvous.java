package dev.weft.benchmarks.workloads;

/** Elements handed over by a channel without room; one operation is an element. */
public class ChannelRendezvous extends ChannelWorkload {

  /** For JMH. */
  public ChannelRendezvous() {
    super(0);
  }
}
