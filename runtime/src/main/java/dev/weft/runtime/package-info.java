/**
 * The engine under woven code: frames, carriers, and the driver that resumes coroutines.
 *
 * <p>Generated code calls {@link dev.weft.runtime.Carrier}, {@link dev.weft.runtime.Frame}, {@link
 * dev.weft.runtime.Suspend} and {@link dev.weft.runtime.Receivers}; applications call none of them.
 * This package knows nothing of {@code dev.weft}, which is built upon it.
 */
@NullMarked
package dev.weft.runtime;

import org.jspecify.annotations.NullMarked;
