package dev.weft.tests.conformance;

import dev.weft.transformer.Weaver;
import dev.weft.transformer.WovenClass;
import dev.weft.transformer.model.Hierarchy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compiled programs, woven and as they were.
 *
 * @param plain the class files
 * @param woven the class files with all coroutines woven, and the classes that this added
 */
record Programs(Map<String, byte[]> plain, Map<String, byte[]> woven) {

  /** Compiles and weaves source texts, which are by the name of their class. */
  static Programs of(Map<String, String> sources, Build build) {
    Map<String, byte[]> plain = Compiler.compile(withLaunchers(sources), build.option);
    return new Programs(plain, weave(plain, build));
  }

  private static Map<String, String> withLaunchers(Map<String, String> sources) {
    var all = new TreeMap<>(sources);
    sources.keySet().forEach(name -> all.put(Launcher.name(name), Launcher.source(name)));
    return all;
  }

  private static Map<String, byte[]> weave(Map<String, byte[]> plain, Build build) {
    var hierarchy =
        new Hierarchy(
            name -> plain.containsKey(name) ? plain.get(name) : resource(name),
            name -> build.callsDirectly && plain.containsKey(name));
    var weaver = new Weaver(hierarchy);
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

  private static byte[] resource(String name) {
    String path = name + ".class";
    try (InputStream in = Programs.class.getClassLoader().getResourceAsStream(path)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
