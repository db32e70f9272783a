/**
 * Tasks: coroutines that belong to a scheduler and compute a result, and what is done with one from
 * outside, waiting for it, moving it, bounding its time.
 */
@NullMarked
package dev.weft.internal.tasks;

import org.jspecify.annotations.NullMarked;
