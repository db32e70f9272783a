/**
 * Flight Recorder's events of coroutines. Nothing else depends on the module {@code jdk.jfr}, and
 * but for {@link dev.weft.internal.jfr.FlightRecording} nothing here is loaded before somebody uses
 * that.
 */
@NullMarked
package dev.weft.internal.jfr;

import org.jspecify.annotations.NullMarked;
