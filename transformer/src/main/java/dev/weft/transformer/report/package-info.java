/** What the weaver did, for people. */
@NullMarked
package dev.weft.transformer.report;

import org.jspecify.annotations.NullMarked;
