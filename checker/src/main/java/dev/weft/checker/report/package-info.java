/** How findings are told: their names, who suppresses them, where they stand. */
@NullMarked
package dev.weft.checker.report;

import org.jspecify.annotations.NullMarked;
