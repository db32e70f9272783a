package dev.weft.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A step has held an event loop for too long, and does so still. */
@Name("dev.weft.StalledStep")
@Label("Stalled Step")
@Description("A step has held an event loop for its stall threshold, and does so still")
@StackTrace(false)
final class StalledStepEvent extends LoopEvent {}
