package dev.weft.spring.mvc;

import org.jspecify.annotations.Nullable;

/**
 * What Spring is given as the result of an asynchronous call: a coroutine's, and whose it is.
 *
 * @param of the call
 * @param value what the method returned
 */
record Outcome(SuspendingInvocation of, @Nullable Object value) {}
