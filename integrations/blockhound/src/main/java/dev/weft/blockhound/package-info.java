/** Has BlockHound report blocking calls on the threads of Weft's event loops. */
@NullMarked
package dev.weft.blockhound;

import org.jspecify.annotations.NullMarked;
