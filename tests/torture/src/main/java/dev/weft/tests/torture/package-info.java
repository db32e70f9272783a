/**
 * The torture tool: weaves code that nobody wrote for coroutines as if every call in it suspended.
 */
@NullMarked
package dev.weft.tests.torture;

import org.jspecify.annotations.NullMarked;
