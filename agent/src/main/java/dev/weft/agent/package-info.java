/** The Java agent: options, the transformer that the JVM calls, definition of frames, dumps. */
@NullMarked
package dev.weft.agent;

import org.jspecify.annotations.NullMarked;
