package dev.weft.concurrent;

/** A channel that keeps the last two elements. */
public class DropOldestChannelTest extends ChannelChecked {

  public DropOldestChannelTest() {
    super(back -> Channel.dropOldest(2, back));
  }

  /** The same for one thread. */
  public static class Sequential extends SequentialChannel {
    public Sequential() {
      super(2, true);
    }
  }
}
