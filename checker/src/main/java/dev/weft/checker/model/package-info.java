/**
 * What sources and class files say of coroutines: which there are, of which kind, what suspends.
 */
@NullMarked
package dev.weft.checker.model;

import org.jspecify.annotations.NullMarked;
