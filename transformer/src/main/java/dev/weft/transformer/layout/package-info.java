/** Decides which frame field keeps which value at which suspension point. */
@NullMarked
package dev.weft.transformer.layout;

import org.jspecify.annotations.NullMarked;
