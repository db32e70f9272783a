package dev.weft.tests.conformance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/** Programs whose lambdas' bodies a shrinker has given other names. */
final class RenamedLambdasProgramsTest extends ProgramsConformance {

  @Override
  Map<String, String> sources() {
    var sources = new TreeMap<>(ProgramFolder.JAVA.sources());
    sources.keySet().removeIf(name -> !name.contains("ambdas"));
    sources.remove("lambdas.SerialisedLambdas"); // which look for their bodies by name
    return sources;
  }

  @Override
  Map<String, Programs> build(Map<String, String> texts) {
    var builds = new LinkedHashMap<String, Programs>();
    for (boolean callsDirectly : new boolean[] {true, false}) {
      ProgramCompiler renaming = sources -> renamed(Compiler.javac("-g").compile(sources));
      builds.put(callsDirectly ? "direct" : "late", Programs.of(texts, renaming, callsDirectly));
    }
    return builds;
  }

  private static Map<String, byte[]> renamed(Map<String, byte[]> classes) {
    var renamed = new TreeMap<String, byte[]>();
    classes.forEach((name, bytes) -> renamed.put(name, renamed(bytes)));
    return renamed;
  }

  private static byte[] renamed(byte[] classFile) {
    var writer = new ClassWriter(0);
    new ClassReader(classFile).accept(new ClassRemapper(writer, new ShortNames()), 0);
    return writer.toByteArray();
  }

  /** {@code b0} for {@code lambda$run$0}. */
  private static final class ShortNames extends Remapper {
    ShortNames() {
      super(Opcodes.ASM9);
    }

    @Override
    public String mapMethodName(String owner, String name, String descriptor) {
      return name.startsWith("lambda$") ? "b" + name.substring(name.lastIndexOf('$') + 1) : name;
    }
  }
}
