package dev.weft.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A step has held an event loop for too long, and is over. */
@Name("dev.weft.BlockedLoop")
@Label("Blocked Loop")
@Description("From the beginning of a step that has stalled its event loop until it was over")
@StackTrace(false)
final class BlockedLoopEvent extends LoopEvent {}
