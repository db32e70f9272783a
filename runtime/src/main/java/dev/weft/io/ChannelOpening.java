package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.internal.loop.ChannelRegistration;
import java.io.IOException;
import java.nio.channels.SelectableChannel;

/** How a channel that has just been opened comes into the charge of an event loop, or is closed. */
final class ChannelOpening {

  private ChannelOpening() {}

  /**
   * Makes {@code channel} non-blocking and has it watched: the loop closes it at the latest. If
   * this fails, whatever with, the channel is closed.
   *
   * @throws IOException if the loop has been closed, too; it says so
   */
  static ChannelRegistration begin(EventLoop loop, SelectableChannel channel) throws IOException {
    try {
      channel.configureBlocking(false);
      ChannelRegistration watch = loop.register(channel);
      if (channel.isOpen()) {
        return watch;
      }
      throw IoFailures.closed(loop, null);
    } catch (Throwable failure) {
      close(channel, failure);
      throw failure;
    }
  }

  /** Closes what failed to be opened; {@code failure} is what its owner is to hear of. */
  static void close(SelectableChannel channel, Throwable failure) {
    try {
      channel.close();
    } catch (IOException notClosed) {
      failure.addSuppressed(notClosed);
    }
  }
}
