/**
 * OpenRewrite's recipes for Weft: from ea-async's {@code await} to Weft's, and from chains of
 * futures to coroutines.
 */
@NullMarked
package dev.weft.rewrite;

import org.jspecify.annotations.NullMarked;
