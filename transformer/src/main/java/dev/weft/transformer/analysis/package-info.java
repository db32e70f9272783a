/** Finds out about methods, changes nothing: suspension points, types, liveness, monitors. */
@NullMarked
package dev.weft.transformer.analysis;

import org.jspecify.annotations.NullMarked;
