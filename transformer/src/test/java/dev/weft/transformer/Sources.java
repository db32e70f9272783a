package dev.weft.transformer;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.LoaderClassFiles;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Small programs for tests: compiled in memory, known to a hierarchy, and run if need be. */
public final class Sources {

  private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
  private static final Pattern TYPE = Pattern.compile("(?:class|interface|record|enum) (\\w+)");

  private Sources() {}

  /** Compiles sources, each a compilation unit; class files by internal name. */
  public static Map<String, byte[]> compile(String... sources) {
    return compile(17, sources);
  }

  /** The same for an older version of Java and of class files. */
  public static Map<String, byte[]> compile(int version, String... sources) {
    var errors = new StringWriter();
    var units = new ArrayList<Source>();
    for (String source : sources) {
      units.add(new Source(source));
    }
    var javac = ToolProvider.getSystemJavaCompiler();
    var files = new Memory(javac.getStandardFileManager(null, null, null));
    String classPath = placeOf(Weft.class) + File.pathSeparator + placeOf(Async.class);
    String release = String.valueOf(version);
    List<String> options =
        List.of("-proc:none", "-nowarn", "-g", "--release", release, "-cp", classPath);
    if (!javac.getTask(errors, files, null, options, null, units).call()) {
      throw new IllegalArgumentException("does not compile:\n" + errors);
    }
    return files.classes();
  }

  /** The class file of a source of one class. */
  public static byte[] compileOne(String source) {
    Map<String, byte[]> classes = compile(source);
    if (classes.size() != 1) {
      throw new IllegalArgumentException("not one class: " + classes.keySet());
    }
    return classes.values().iterator().next();
  }

  /** A folder or jar on the class path. */
  public static String placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A hierarchy that knows these classes, all of them woven, and those of the test itself. */
  public static Hierarchy hierarchy(Map<String, byte[]> classes) {
    return hierarchy(classes, classes::containsKey);
  }

  /** A hierarchy that knows these classes and those of the test itself. */
  public static Hierarchy hierarchy(Map<String, byte[]> classes, Predicate<String> woven) {
    var others = new LoaderClassFiles(ClassLoader.getSystemClassLoader());
    return new Hierarchy(
        name -> classes.containsKey(name) ? classes.get(name) : others.find(name), woven);
  }

  /** The class as a tree, with expanded frames. */
  public static ClassNode tree(byte[] classFile) {
    var tree = new ClassNode();
    new ClassReader(classFile).accept(tree, ClassReader.EXPAND_FRAMES);
    return tree;
  }

  /** The only method of a name. */
  public static MethodNode method(ClassNode owner, String name) {
    List<MethodNode> found = owner.methods.stream().filter(m -> m.name.equals(name)).toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(found.size() + " methods " + name);
    }
    return found.get(0);
  }

  /** Weaves what there is to weave; everything needed to run it, by internal name. */
  public static Map<String, byte[]> weave(Map<String, byte[]> classes) {
    var weaver = new Weaver(hierarchy(classes));
    var all = new TreeMap<>(classes);
    for (byte[] each : Set.copyOf(classes.values())) {
      WovenClass woven = weaver.weave(each);
      if (woven != null) {
        all.put(woven.name(), woven.bytes());
        all.putAll(woven.added());
      }
    }
    return all;
  }

  /** Loads a class out of class files. */
  public static Class<?> load(Map<String, byte[]> classes, String name) throws Exception {
    return new BytesLoader(classes).loadClass(name);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("memory:///" + file(text)), Kind.SOURCE);
      this.text = text;
    }

    private static String file(String text) {
      Matcher in = PACKAGE.matcher(text);
      String folder = in.find() ? in.group(1).replace('.', '/') + "/" : "";
      Matcher type = TYPE.matcher(text);
      return folder + (type.find() ? type.group(1) : "Nothing") + ".java";
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Binary extends SimpleJavaFileObject {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Binary(String name) {
      super(URI.create("memory:///" + name + ".class"), Kind.CLASS);
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }
  }

  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, Binary> binaries = new TreeMap<>();

    Memory(JavaFileManager underlying) {
      super(underlying);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return binaries.computeIfAbsent(name.replace('.', '/'), Binary::new);
    }

    Map<String, byte[]> classes() {
      var classes = new TreeMap<String, byte[]>();
      binaries.forEach((name, binary) -> classes.put(name, binary.bytes.toByteArray()));
      return classes;
    }
  }
}
