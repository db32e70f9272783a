/** The weaving of one folder of classes in place, again and again; knows nothing of Maven. */
@NullMarked
package dev.weft.maven.incremental;

import org.jspecify.annotations.NullMarked;
