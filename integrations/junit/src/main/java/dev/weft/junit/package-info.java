/**
 * Runs JUnit Jupiter's tests as coroutines: {@link dev.weft.junit.AsyncTests} on a test class, and
 * {@code @Test @Async void} methods in it.
 */
@NullMarked
package dev.weft.junit;

import org.jspecify.annotations.NullMarked;
