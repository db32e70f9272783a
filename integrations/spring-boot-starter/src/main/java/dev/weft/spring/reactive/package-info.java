/** What Spring is told of Weft's types. */
@NullMarked
package dev.weft.spring.reactive;

import org.jspecify.annotations.NullMarked;
