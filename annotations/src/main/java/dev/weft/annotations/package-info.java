/** The annotation that tells Weft which methods are coroutines. */
package dev.weft.annotations;
