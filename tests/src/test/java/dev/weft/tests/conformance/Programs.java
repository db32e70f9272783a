package dev.weft.tests.conformance;

import dev.weft.transformer.Weaver;
import dev.weft.transformer.WovenClass;
import dev.weft.transformer.model.ClassFiles;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Monitors;
import dev.weft.transformer.model.Resource;
import dev.weft.transformer.model.WeavingRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compiled programs, woven and as they were.
 *
 * @param plain the class files
 * @param woven the class files with all coroutines woven, and the classes that this added
 */
record Programs(Map<String, byte[]> plain, Map<String, byte[]> woven) {

  /** Whether the program is among them: not every compiler takes every program. */
  boolean has(String program) {
    return plain.containsKey(program.replace('.', '/'));
  }

  /** Compiles and weaves source texts, which are by the name of their class. */
  static Programs of(Map<String, String> sources, Build build) {
    return of(sources, Compiler.javac(build.option), build.callsDirectly);
  }

  /**
   * Compiles and weaves source texts, which are by the name of their class.
   *
   * @param callsDirectly whether the weaver may be sure that called classes are woven
   */
  static Programs of(Map<String, String> sources, ProgramCompiler compiler, boolean callsDirectly) {
    return of(sources, compiler, callsDirectly, Monitors.REFUSE);
  }

  /** The same, with a way of dealing with monitors. */
  static Programs of(
      Map<String, String> sources,
      ProgramCompiler compiler,
      boolean callsDirectly,
      Monitors monitors) {
    Map<String, byte[]> plain = Launcher.add(compiler.compile(sources), sources.keySet());
    return new Programs(plain, weave(plain, callsDirectly, monitors, Map.of()));
  }

  /** The same with resources beside the programs, by name. */
  static Programs of(
      Map<String, String> sources,
      ProgramCompiler compiler,
      boolean callsDirectly,
      Map<String, byte[]> resources) {
    Map<String, byte[]> plain = Launcher.add(compiler.compile(sources), sources.keySet());
    return new Programs(plain, weave(plain, callsDirectly, Monitors.REFUSE, resources));
  }

  private static Map<String, byte[]> weave(
      Map<String, byte[]> plain,
      boolean callsDirectly,
      Monitors monitors,
      Map<String, byte[]> resources) {
    var hierarchy =
        new Hierarchy(
            new Beside(plain, resources), name -> callsDirectly && plain.containsKey(name));
    var weaver = new Weaver(hierarchy, WeavingRules.of(monitors));
    var woven = new TreeMap<String, byte[]>();
    plain.forEach(
        (name, bytes) -> {
          WovenClass result = weaver.weave(bytes);
          woven.put(name, result == null ? bytes : result.bytes());
          if (result != null) {
            woven.putAll(result.added());
          }
        });
    return woven;
  }

  /** The programs' class files and resources, and the class files of the tests. */
  private record Beside(Map<String, byte[]> classes, Map<String, byte[]> resources)
      implements ClassFiles {
    @Override
    public byte[] find(String name) {
      return classes.containsKey(name) ? classes.get(name) : resource(name);
    }

    @Override
    public List<Resource> resources(String name, String seenBy) {
      byte[] content = resources.get(name);
      return content == null ? List.of() : List.of(new Resource(name, content));
    }
  }

  private static byte[] resource(String name) {
    String path = name + ".class";
    try (InputStream in = Programs.class.getClassLoader().getResourceAsStream(path)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
