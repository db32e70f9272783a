package dev.weft.tests.docs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The texts that stand in class files: string constants, joined as the code joins them with values,
 * whose places are shown as {@code …}.
 */
final class MessageTexts {

  /** The packages of libraries that a jar carries, whose messages are not Weft's. */
  private static final String SHADED = "/shaded/";

  /** What stands for a value that is only known when the program runs. */
  static final String VARIABLE = "…";

  /**
   * A text, and where it stands.
   *
   * @param exception the internal name of the exception whose constructor is called with this text
   *     at once, or null if something else is done with it
   */
  record Text(String owner, String method, int line, String text, @Nullable String exception) {

    /** The place, as a stack trace shows it. */
    String where() {
      String outermost = owner.substring(owner.lastIndexOf('.') + 1).replaceAll("\\$.*", "");
      return owner + "." + method + "(" + outermost + ".java:" + line + ")";
    }

    /** Whether it stands in a package, class or method of this name. */
    boolean isIn(String name) {
      String member = owner + "." + method;
      return member.startsWith(name + ".") || member.startsWith(name + "$") || member.equals(name);
    }
  }

  private final List<Text> found = new ArrayList<>();

  private MessageTexts() {}

  /** All texts of the classes of {@code jar} whose entries begin with {@code prefix}. */
  static List<Text> of(Path jar, String prefix) throws IOException {
    var texts = new MessageTexts();
    try (var file = new JarFile(jar.toFile())) {
      for (JarEntry entry : file.stream().toList()) {
        String name = entry.getName();
        if (name.startsWith(prefix) && name.endsWith(".class") && !name.contains(SHADED)) {
          try (InputStream in = file.getInputStream(entry)) {
            texts.addAll(in.readAllBytes());
          }
        }
      }
    }
    return texts.found;
  }

  /** All texts of one class. */
  static List<Text> of(byte[] classFile) {
    var texts = new MessageTexts();
    texts.addAll(classFile);
    return texts.found;
  }

  private void addAll(byte[] classFile) {
    var node = new ClassNode();
    new ClassReader(classFile).accept(node, ClassReader.SKIP_FRAMES);
    for (MethodNode method : node.methods) {
      found.addAll(new MethodTexts(node.name.replace('/', '.'), method).read());
    }
  }
}
