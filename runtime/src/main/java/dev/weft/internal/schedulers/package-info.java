/** The schedulers that only pass steps on to something of the JDK's. */
@NullMarked
package dev.weft.internal.schedulers;

import org.jspecify.annotations.NullMarked;
