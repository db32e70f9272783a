/**
 * Structured concurrency: scopes that coroutines are forked in, and ways to wait for several tasks.
 * The names are those of the JDK's {@code StructuredTaskScope} wherever it has them.
 */
@NullMarked
package dev.weft.concurrent;

import org.jspecify.annotations.NullMarked;
