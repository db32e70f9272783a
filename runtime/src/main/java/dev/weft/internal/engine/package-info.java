/**
 * The engine: frames, carriers, and the driver that resumes coroutines.
 *
 * <p>A {@link dev.weft.internal.engine.Coroutine} is a chain of {@linkplain
 * dev.weft.internal.engine.Frame frames} and knows how it is suspended, woken and cancelled; a
 * {@link dev.weft.internal.engine.Completion} is a result and who waits for it; the {@link
 * dev.weft.internal.engine.Carrier} is what the two halves of the calling convention meet in. The
 * engine knows no tasks and no schedulers: a coroutine asks its subclass to dispatch it.
 */
@NullMarked
package dev.weft.internal.engine;

import org.jspecify.annotations.NullMarked;
