package dev.weft.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** A receiver found a channel empty, and waited for an element. */
@Name("dev.weft.ChannelEmpty")
@Label("Channel Empty")
@Description("A receiver found a channel empty: from then until it went on")
@Enabled(false)
@Threshold("20 ms")
@StackTrace(false)
final class ChannelEmptyEvent extends ChannelEvent {}
