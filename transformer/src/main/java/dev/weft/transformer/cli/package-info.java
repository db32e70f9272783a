/** The command line. */
@NullMarked
package dev.weft.transformer.cli;

import org.jspecify.annotations.NullMarked;
