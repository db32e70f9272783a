/** Small servers and clients on one thread each: what {@code dev.weft.io} looks like in use. */
@NullMarked
package dev.weft.samples.net;

import org.jspecify.annotations.NullMarked;
