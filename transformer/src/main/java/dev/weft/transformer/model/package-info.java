/** What the weaver knows: class files of other classes, names of the runtime, kinds of methods. */
@NullMarked
package dev.weft.transformer.model;

import org.jspecify.annotations.NullMarked;
