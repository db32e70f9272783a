/** Small programs whose coroutines talk to each other: what {@code dev.weft.concurrent} is for. */
@NullMarked
package dev.weft.samples.concurrent;

import org.jspecify.annotations.NullMarked;
