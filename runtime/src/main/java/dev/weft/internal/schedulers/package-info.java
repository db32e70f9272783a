/**
 * The schedulers that run steps by something of the JDK's: its pools, its threads, its queues of
 * events.
 */
@NullMarked
package dev.weft.internal.schedulers;

import org.jspecify.annotations.NullMarked;
