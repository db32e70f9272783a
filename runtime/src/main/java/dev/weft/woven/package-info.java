/**
 * What generated code calls, and nothing else: applications use none of it.
 *
 * <p>The calling convention, stated at the {@code Carrier} of the engine, has a version ({@code
 * Woven.CONVENTION}), which changes whenever a class that was woven before would not run with what
 * is here. All that generated code may name is listed in {@code runtime/api/woven.txt}, which a
 * test compares with what the weaver emits.
 *
 * <p>A class says for which version it was woven, by its mark, which is looked at when its lambdas
 * and calls are linked. A method that entries of an earlier version called is not removed: it stays
 * and says that its caller has to be woven again.
 */
@NullMarked
package dev.weft.woven;

import org.jspecify.annotations.NullMarked;
