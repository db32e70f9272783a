package dev.weft.concurrent;

/** A channel with room for all. */
public class UnboundedChannelTest extends ChannelChecked {

  public UnboundedChannelTest() {
    super(Channel::unbounded);
  }

  /** The same for one thread. */
  public static class Sequential extends SequentialChannel {
    public Sequential() {
      super(Integer.MAX_VALUE, false);
    }
  }
}
