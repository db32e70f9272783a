/**
 * What Micrometer's context propagation knows, for coroutines. There is nothing to call: Weft finds
 * the element by itself.
 */
@NullMarked
package dev.weft.context.micrometer;

import org.jspecify.annotations.NullMarked;
