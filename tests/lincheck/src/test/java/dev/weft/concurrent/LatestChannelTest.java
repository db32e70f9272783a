package dev.weft.concurrent;

/** A channel that keeps the last element. */
public class LatestChannelTest extends ChannelChecked {

  public LatestChannelTest() {
    super(Channel::latest);
  }

  /** The same for one thread. */
  public static class Sequential extends SequentialChannel {
    public Sequential() {
      super(1, true);
    }
  }
}
