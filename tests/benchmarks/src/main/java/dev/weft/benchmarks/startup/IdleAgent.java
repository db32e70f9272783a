package dev.weft.benchmarks.startup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** An agent that leaves every class as it is: what the JVM takes for asking, whatever is asked. */
public final class IdleAgent implements ClassFileTransformer {

  private IdleAgent() {}

  /** Called by the JVM. */
  public static void premain(String options, Instrumentation instrumentation) {
    instrumentation.addTransformer(new IdleAgent(), true);
  }

  @Override
  public byte[] transform(
      Module module,
      ClassLoader loader,
      String name,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] bytes) {
    return null; // the class stays as it is
  }

  /** Writes it as the jar that {@code -javaagent} wants. */
  public static void write(Path jar) throws IOException {
    var manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", IdleAgent.class.getName());
    attributes.putValue("Can-Retransform-Classes", "true");
    String file = IdleAgent.class.getName().replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(jar);
        var entries = new JarOutputStream(out, manifest);
        InputStream in = IdleAgent.class.getClassLoader().getResourceAsStream(file)) {
      entries.putNextEntry(new ZipEntry(file));
      entries.write(Objects.requireNonNull(in).readAllBytes());
      entries.closeEntry();
    }
  }
}
