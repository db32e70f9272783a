package dev.weft.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gets the class file of one of the agent's classes from the JVM, which shows it to transformers.
 *
 * <p>As a resource it would have the agent's jar opened by Java code, which takes longer than all
 * else that is done before the program begins: the boot loader reads jars without.
 */
final class OwnClassFile implements ClassFileTransformer {

  private final Class<?> type;
  private byte @Nullable [] bytes;

  private OwnClassFile(Class<?> type) {
    this.type = type;
  }

  /** The class file of {@code type}. */
  static byte[] of(Class<?> type, Instrumentation instrumentation) {
    var seen = new OwnClassFile(type);
    instrumentation.addTransformer(seen, true);
    try {
      instrumentation.retransformClasses(type);
    } catch (UnmodifiableClassException e) {
      throw new IllegalStateException("the JVM does not show " + type.getName(), e);
    } finally {
      instrumentation.removeTransformer(seen);
    }
    return Objects.requireNonNull(seen.bytes, type.getName());
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] file) {
    if (redefined == type) {
      bytes = file;
    }
    return null; // it stays as it is
  }
}
