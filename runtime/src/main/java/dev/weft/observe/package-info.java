/** Shows the coroutines of a running program: where each stands, and what it waits for. */
@NullMarked
package dev.weft.observe;

import org.jspecify.annotations.NullMarked;
