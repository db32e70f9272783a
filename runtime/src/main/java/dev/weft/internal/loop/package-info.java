/**
 * The event loop and its parts: the queue of ready steps, the MPSC queue through which other
 * threads hand steps over, timers, the selector, the pool for what blocks, and shutdown.
 */
@NullMarked
package dev.weft.internal.loop;

import org.jspecify.annotations.NullMarked;
