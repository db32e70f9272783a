/** Writes the woven methods and the classes that go with them; decides nothing. */
@NullMarked
package dev.weft.transformer.emit;

import org.jspecify.annotations.NullMarked;
