/** The transformation as a static site: an index, and a page for each woven class. */
@NullMarked
package dev.weft.transformer.site;

import org.jspecify.annotations.NullMarked;
