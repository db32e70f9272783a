/** Who keeps account of live coroutines while somebody wants to see them. */
@NullMarked
package dev.weft.internal.observe;

import org.jspecify.annotations.NullMarked;
