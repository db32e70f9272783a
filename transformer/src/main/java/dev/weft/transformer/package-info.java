/** The weaver: reads a class file, weaves its {@code @Async} methods, writes it. */
@NullMarked
package dev.weft.transformer;

import org.jspecify.annotations.NullMarked;
