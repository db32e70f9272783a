/** What the JVM's verifier and linker check, without loading a class. */
@NullMarked
package dev.weft.transformer.verification;

import org.jspecify.annotations.NullMarked;
