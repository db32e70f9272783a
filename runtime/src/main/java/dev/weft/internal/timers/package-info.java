/** Timers, and the threads that fire those of coroutines whose scheduler has none. */
@NullMarked
package dev.weft.internal.timers;

import org.jspecify.annotations.NullMarked;
