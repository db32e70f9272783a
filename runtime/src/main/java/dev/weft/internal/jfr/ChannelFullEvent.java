package dev.weft.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** A sender found a channel full, and waited for room. */
@Name("dev.weft.ChannelFull")
@Label("Channel Full")
@Description("A sender found a channel full: from then until it went on")
@Enabled(false)
@Threshold("20 ms")
@StackTrace(false)
final class ChannelFullEvent extends ChannelEvent {}
