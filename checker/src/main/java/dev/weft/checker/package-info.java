/**
 * A checker of sources: what the weaver would refuse, and what will hardly do what was meant, told
 * by the compiler.
 */
@NullMarked
package dev.weft.checker;

import org.jspecify.annotations.NullMarked;
