/** The Gradle plugin {@code dev.weft}, which weaves the classes of each source set. */
@NullMarked
package dev.weft.gradle;

import org.jspecify.annotations.NullMarked;
