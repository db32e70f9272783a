package dev.weft.concurrent;

/** A channel without room. */
public class RendezvousChannelTest extends ChannelChecked {

  public RendezvousChannelTest() {
    super(Channel::rendezvous);
  }

  /** The same for one thread. */
  public static class Sequential extends SequentialChannel {
    public Sequential() {
      super(0, false);
    }
  }
}
