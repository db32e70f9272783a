package dev.weft.agent;

import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * A class that is being defined, or defined anew.
 *
 * @param name its internal name
 * @param redefined the class that exists already, or null
 * @param bytes its class file
 */
@SuppressWarnings("ArrayRecordComponent") // class files are byte arrays everywhere
record Definition(
    ClassLoader loader,
    LoaderClasses known,
    String name,
    @Nullable Class<?> redefined,
    @Nullable ProtectionDomain domain,
    byte[] bytes) {}
