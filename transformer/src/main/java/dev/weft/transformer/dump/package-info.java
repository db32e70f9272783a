/** Shows what was woven: folders of class files, listings and reports. */
@NullMarked
package dev.weft.transformer.dump;

import org.jspecify.annotations.NullMarked;
