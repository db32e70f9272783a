/** What every other package needs and the JDK lacks. */
@NullMarked
package dev.weft.internal.util;

import org.jspecify.annotations.NullMarked;
