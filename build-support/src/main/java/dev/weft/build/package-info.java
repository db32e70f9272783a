/** Steps of this build. */
@NullMarked
package dev.weft.build;

import org.jspecify.annotations.NullMarked;
