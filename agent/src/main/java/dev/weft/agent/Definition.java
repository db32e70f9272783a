package dev.weft.agent;

import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * A class that is being defined, or defined anew.
 *
 * @param module the module that it will be in; null where the JVM does not say so
 * @param name its internal name
 * @param redefined the class that exists already, or null
 * @param bytes its class file
 */
@SuppressWarnings("ArrayRecordComponent") // class files are byte arrays everywhere
record Definition(
    ClassLoader loader,
    LoaderClasses known,
    @Nullable Module module,
    String name,
    @Nullable Class<?> redefined,
    @Nullable ProtectionDomain domain,
    byte[] bytes) {}
