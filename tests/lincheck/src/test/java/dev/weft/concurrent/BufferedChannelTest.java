package dev.weft.concurrent;

/** A channel with room for one. */
public class BufferedChannelTest extends ChannelChecked {

  public BufferedChannelTest() {
    super(back -> Channel.buffered(1, back));
  }

  /** The same for one thread. */
  public static class Sequential extends SequentialChannel {
    public Sequential() {
      super(1, false);
    }
  }
}
