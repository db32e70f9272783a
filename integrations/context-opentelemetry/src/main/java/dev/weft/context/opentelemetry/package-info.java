/**
 * OpenTelemetry's context for coroutines. There is nothing to call: Weft finds the element by
 * itself.
 */
@NullMarked
package dev.weft.context.opentelemetry;

import org.jspecify.annotations.NullMarked;
