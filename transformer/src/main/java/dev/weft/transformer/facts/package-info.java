/** What analysis and layout have found out about a method, as data that reports carry. */
@NullMarked
package dev.weft.transformer.facts;

import org.jspecify.annotations.NullMarked;
