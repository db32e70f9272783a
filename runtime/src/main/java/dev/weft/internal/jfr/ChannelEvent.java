package dev.weft.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import org.jspecify.annotations.Nullable;

/** A coroutine waited at a channel. */
@Category({"Weft", "Channels"})
abstract class ChannelEvent extends StackEvent {

  @Label("Channel")
  @Description("The channel's name")
  @Nullable String channel;
}
