/**
 * SLF4J's diagnostic context for coroutines. There is nothing to call: Weft finds the element by
 * itself.
 */
@NullMarked
package dev.weft.context.slf4j;

import org.jspecify.annotations.NullMarked;
