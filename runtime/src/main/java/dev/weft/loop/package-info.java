/**
 * The parts of an event loop: its queue, its timers, its selector. For those who build suspending
 * I/O of their own; everybody else uses {@code dev.weft.EventLoop} and {@code dev.weft.io}.
 */
@NullMarked
package dev.weft.loop;

import org.jspecify.annotations.NullMarked;
