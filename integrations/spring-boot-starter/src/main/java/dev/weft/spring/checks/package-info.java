/** What is refused when an application starts, since it would be wrong silently. */
@NullMarked
package dev.weft.spring.checks;

import org.jspecify.annotations.NullMarked;
