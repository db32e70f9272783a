/** Handler methods as coroutines, whichever web framework of Spring calls them. */
@NullMarked
package dev.weft.spring;

import org.jspecify.annotations.NullMarked;
