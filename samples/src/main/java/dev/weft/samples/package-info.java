/** Programs for a newcomer to run first. */
@NullMarked
package dev.weft.samples;

import org.jspecify.annotations.NullMarked;
