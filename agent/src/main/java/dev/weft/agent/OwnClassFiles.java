package dev.weft.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Class files of some of the agent's classes, from the JVM, which shows them to transformers.
 *
 * <p>As resources they would have the agent's jar opened by Java code, which takes longer than all
 * else that is done before the program begins: the boot loader reads jars without. They are to be
 * asked for before the agent transforms anything, since a thread that does is shown nothing.
 */
final class OwnClassFiles {

  private final Map<Class<?>, byte[]> files = new ConcurrentHashMap<>();

  /** Those of {@code types}. */
  OwnClassFiles(Instrumentation instrumentation, Class<?>... types) {
    var collector = new Collector();
    instrumentation.addTransformer(collector, true);
    try {
      instrumentation.retransformClasses(types);
    } catch (UnmodifiableClassException e) {
      throw new IllegalStateException("the JVM does not show the agent's classes", e);
    } finally {
      instrumentation.removeTransformer(collector);
    }
  }

  /** The class file of one of them. */
  byte[] of(Class<?> type) {
    return Objects.requireNonNull(files.get(type), type.getName());
  }

  private final class Collector implements ClassFileTransformer {
    @Override
    public byte @Nullable [] transform(
        @Nullable ClassLoader loader,
        @Nullable String name,
        @Nullable Class<?> redefined,
        @Nullable ProtectionDomain domain,
        byte[] file) {
      if (redefined != null) { // others load meanwhile, or are another agent's, on any thread
        files.put(redefined, file);
      }
      return null; // it stays as it is
    }
  }
}
