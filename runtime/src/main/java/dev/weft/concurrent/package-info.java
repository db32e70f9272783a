/**
 * Structured concurrency: scopes that coroutines are forked in, and ways to wait for several tasks.
 * Channels, by which coroutines hand elements over to each other, and selects among them. The names
 * are those of the JDK's {@code StructuredTaskScope} wherever it has them.
 */
@NullMarked
package dev.weft.concurrent;

import org.jspecify.annotations.NullMarked;
