/** A site that is served to browsers on the same machine, and follows what it shows. */
@NullMarked
package dev.weft.transformer.serve;

import org.jspecify.annotations.NullMarked;
