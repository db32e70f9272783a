/** The command line, and what plugins of build tools call. */
@NullMarked
package dev.weft.transformer.cli;

import org.jspecify.annotations.NullMarked;
