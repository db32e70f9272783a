package dev.weft.transformer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.Sources;
import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.ModuleVisitor;
import org.objectweb.asm.Opcodes;

/** What {@code verify} makes of classes that refer to one another, to the JDK and to modules. */
class VerifyCommandTest extends CommandLineTest {

  private static final String CALLED =
      """
      package dev.weft.named;
      import dev.weft.Task;
      import dev.weft.annotations.Async;
      import static dev.weft.Weft.await;
      public class Called { @Async public static String m(Task<String> t) { return await(t); } }
      """;

  private static final String CALLER =
      """
      package dev.weft.named;
      import dev.weft.Task;
      import dev.weft.annotations.Async;
      public class Caller {
        @Async public static String n(Task<String> t) { return Called.m(t) + Called.m(t); }
      }
      """;

  @Test
  void bodiesThatWeavingAddsToOtherClassesAreThere() throws Exception {
    Map<String, byte[]> both = Sources.compile(CALLED, CALLER);

    Ran plain = run("verify", "-cp", CLASS_PATH, folder("plain", both));
    Ran woven = run("verify", "-cp", CLASS_PATH, folder("woven", Sources.weave(both)));

    assertThat(plain.out())
        .isEqualToIgnoringNewLines("2 classes checked, 2 of them newly woven, 0 problems");
    assertThat(woven.out())
        .isEqualToIgnoringNewLines("4 classes checked, 0 of them newly woven, 0 problems");
  }

  @Test
  void aBodyOfAnotherBuildThatWasNotWovenIsMissing() throws Exception {
    Map<String, byte[]> both = Sources.compile(CALLED, CALLER);
    Map<String, byte[]> caller = new TreeMap<>(Sources.weave(both));
    caller.keySet().removeIf(name -> name.contains("Called"));
    Map<String, byte[]> called = Map.of("dev/weft/named/Called", both.get("dev/weft/named/Called"));

    Ran ran =
        run(
            "verify",
            "-cp",
            CLASS_PATH + File.pathSeparator + folder("called", called),
            folder("caller", caller));

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.out())
        .contains("calls dev.weft.named.Called.m(Ldev/weft/Task;I")
        .contains("which is not there");
  }

  private static byte[] casting(String type) {
    var writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, Opcodes.ACC_SUPER, "p/Casting", null, "java/lang/Object", null);
    MethodVisitor mv = writer.visitMethod(Opcodes.ACC_STATIC, "m", "()V", null, null);
    mv.visitCode();
    mv.visitInsn(Opcodes.ACONST_NULL);
    mv.visitTypeInsn(Opcodes.CHECKCAST, type);
    mv.visitInsn(Opcodes.POP);
    mv.visitInsn(Opcodes.RETURN);
    mv.visitMaxs(1, 0);
    mv.visitEnd();
    return writer.toByteArray();
  }

  private static Map<String, byte[]> module(String name, String required, String exported) {
    var writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, Opcodes.ACC_MODULE, "module-info", null, null, null);
    ModuleVisitor module = writer.visitModule(name, 0, null);
    module.visitRequire("java.base", Opcodes.ACC_MANDATED, null);
    if (required != null) {
      module.visitRequire(required, 0, null);
    }
    if (exported != null) {
      module.visitExport(exported, 0);
    }
    module.visitEnd();
    writer.visitEnd();
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("module-info", writer.toByteArray());
    return files;
  }

  @Test
  void whatTheJdkKeepsToItselfIsOutOfReach() throws Exception {
    Ran kept = run("verify", folder("kept", Map.of("p/Casting", casting("sun/nio/ch/Net"))));
    Ran open = run("verify", folder("open", Map.of("p/Casting", casting("java/sql/Date"))));

    assertThat(kept.status()).isEqualTo(1);
    assertThat(kept.out())
        .contains(
            "names sun.nio.ch.Net, to which it has no access, since the module java.base does not"
                + " export it");
    assertThat(open.status()).as(open.out()).isZero();
  }

  @Test
  void modulesOfTheBuild() throws Exception {
    Map<String, byte[]> lib =
        Sources.compile("package open; public class A {}", "package kept; public class B {}");
    lib.putAll(module("lib", null, "open"));
    Path libs = folder("lib", lib);

    assertThat(casting(libs, "lib", "open/A").status()).isZero();
    assertThat(casting(libs, "lib", "kept/B").out())
        .contains("names kept.B, to which it has no access, since the module lib does not export");
    assertThat(casting(libs, null, "open/A").out())
        .contains("since the module app does not require lib");
    assertThat(casting(libs, null, "java/sql/Date").out())
        .contains("since the module app does not require java.sql");
  }

  private Ran casting(Path libs, String required, String type) throws Exception {
    Map<String, byte[]> app = module("app", required, null);
    app.put("p/Casting", casting(type));
    return run("verify", "-cp", libs, jar("app.jar", app, 0));
  }

  @Test
  void anOlderCopyOfAClassOfTheJdkIsNotTheOneThatIsLoaded() throws Exception {
    Map<String, byte[]> using =
        Sources.compile(
            "package p; class Using { Object m() {"
                + " return javax.xml.stream.XMLEventFactory.newFactory(); } }");
    var copy = new ClassWriter(0);
    copy.visit(
        Opcodes.V1_5,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT | Opcodes.ACC_SUPER,
        "javax/xml/stream/XMLEventFactory",
        null,
        "java/lang/Object",
        null);
    copy.visitEnd();
    Path library = folder("lib", Map.of("javax/xml/stream/XMLEventFactory", copy.toByteArray()));

    Ran ran = run("verify", "-cp", library, folder("using", using));

    assertThat(ran.status()).as(ran.out()).isZero();
  }

  @Test
  void classesForANewerJavaAreNotMeasuredByThisJdk() throws Exception {
    int newer = Runtime.version().feature() + 1;
    byte[] class1 = casting("java/lang/String");
    byte[] class2 = casting("sun/nio/ch/Net");

    Ran ran =
        run(
            "verify",
            jar(
                "in.jar",
                Map.of("p/Casting", class1, "META-INF/versions/" + newer + "/p/Casting", class2),
                0));

    assertThat(ran.status()).as(ran.out()).isZero();
    assertThat(ran.err()).contains("1 classes are for a newer Java than this one");
  }
}
