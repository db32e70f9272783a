package dev.weft.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A scope was opened; Flight Recorder's own stack trace shows where. */
@Name("dev.weft.ScopeOpen")
@Label("Scope Open")
@Description("A TaskScope was opened; the stack trace shows where")
@Enabled(false)
final class ScopeOpenEvent extends ScopeEvent {}
