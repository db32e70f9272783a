package dev.weft.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.model.Hierarchy;
import java.io.ObjectStreamClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ByteVector;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/** What of a class file weaving has to leave as it is. */
final class WovenClassFileTest {

  private static final String HEAD =
      """
      package p;
      import dev.weft.*;
      import dev.weft.annotations.Async;
      import static dev.weft.Weft.await;
      """;

  @Test
  void entriesKeepTheNamesOfTheirParameters() {
    Map<String, byte[]> classes =
        Sources.compile(
            HEAD
                + "class A { @Async <T> String m(int a, long wide, java.util.List<T> last) {"
                + " int local = a; return \"\" + await(Task.completed(local)) + wide + last; }"
                + " @Async static Task<Integer> s(Integer boxed) { int x = boxed; return"
                + " Task.completed(x); }"
                + " @Async Generator<String> g(String each) { Weft.emit(each); return null; } }");

    ClassNode woven = Sources.tree(Sources.weave(classes).get("p/A"));

    assertThat(variables(woven, "m"))
        .containsExactly("0 this Lp/A;", "1 a I", "2 wide J", "4 last Ljava/util/List;");
    assertThat(variables(woven, "s")).containsExactly("0 boxed Ljava/lang/Integer;");
    assertThat(variables(woven, "g")).containsExactly("0 this Lp/A;", "1 each Ljava/lang/String;");
  }

  private static List<String> variables(ClassNode woven, String name) {
    MethodNode entry =
        woven.methods.stream()
            .filter(m -> m.name.equals(name) && (m.access & Opcodes.ACC_SYNTHETIC) == 0)
            .findAny()
            .orElseThrow();
    var found = new ArrayList<String>();
    for (LocalVariableNode each : entry.localVariables) {
      found.add(each.index + " " + each.name + " " + each.desc);
    }
    return found;
  }

  @Test
  void serialisedInterfacesKeepTheirVersion() throws Exception {
    Map<String, byte[]> classes =
        Sources.compile(
            HEAD
                + "interface I extends java.io.Serializable, Comparable<I> { int X = 5;"
                + " @Async String m() throws Exception; @Async default int n() { return 1; } }");

    Class<?> plain = Sources.load(classes, "p.I");
    Class<?> woven = Sources.load(Sources.weave(classes), "p.I");

    assertThat(ObjectStreamClass.lookup(woven).getSerialVersionUID())
        .isEqualTo(ObjectStreamClass.lookup(plain).getSerialVersionUID());
  }

  @Test
  void attributesThatNobodyKnowsStillNameTheirConstants() {
    for (int version : new int[] {8, 17}) {
      Map<String, byte[]> classes =
          Sources.compile(
              version,
              HEAD + "class A { @Async String m() { return await(Task.completed(\"a\")); } }");
      byte[] marked = marked(classes.get("p/A"), version == 8 ? Opcodes.V1_6 : Opcodes.V17);
      var hierarchy = new Hierarchy(name -> name.equals("p/A") ? marked : null, name -> true);

      byte[] woven = new Weaver(hierarchy).weave(marked).bytes();

      var found = new ArrayList<String>();
      new ClassReader(woven).accept(new ClassNode(), new Attribute[] {new Named("", found)}, 0);
      assertThat(found).containsExactly("what it names");
    }
  }

  private static byte[] marked(byte[] classFile, int version) {
    var writer = new ClassWriter(0);
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public void visit(int v, int access, String n, String s, String up, String[] faces) {
                super.visit(version, access, n, s, up, faces);
              }

              @Override
              public void visitEnd() {
                visitAttribute(new Named("what it names", List.of()));
                super.visitEnd();
              }
            },
            0);
    return writer.toByteArray();
  }

  @Test
  void rangesOfAnnotationsMayEndBehindTheCode() throws Exception {
    Map<String, byte[]> classes =
        new HashMap<>(
            Sources.compile(
                HEAD
                    + "public class A { @Async public static String m() {"
                    + " String s = \"a\"; return s + await(Task.completed(\"b\")); } }"));
    var writer = new ClassWriter(0);
    new ClassReader(classes.get("p/A"))
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                MethodVisitor mv = super.visitMethod(access, name, descriptor, signature, thrown);
                if (name.equals("m")) {
                  mv.visitAttribute(new EndlessAnnotation());
                }
                return mv;
              }
            },
            0);
    classes.put("p/A", writer.toByteArray());

    Map<String, byte[]> woven = Sources.weave(classes);

    assertThat(woven).containsKey("p/A$m$Frame");
    assertThat(Verification.check(classes.get("p/A"), Sources.hierarchy(classes))).isEmpty();
    assertThat(Sources.load(woven, "p.A").getMethod("m").invoke(null)).isEqualTo("ab");
  }

  /** {@code @Deprecated} on the type of a variable whose range ends at 65,535. */
  private static final class EndlessAnnotation extends Attribute {
    EndlessAnnotation() {
      super("RuntimeVisibleTypeAnnotations");
    }

    @Override
    public boolean isCodeAttribute() {
      return true;
    }

    @Override
    protected ByteVector write(
        ClassWriter writer, byte[] code, int codeLength, int maxStack, int maxLocals) {
      return new ByteVector()
          .putShort(1)
          .putByte(0x40)
          .putShort(1)
          .putShort(0)
          .putShort(65_535)
          .putShort(0)
          .putByte(0)
          .putShort(writer.newUTF8("Ljava/lang/Deprecated;"))
          .putShort(0);
    }
  }

  /** An attribute whose content is the number of a constant. */
  private static final class Named extends Attribute {
    private final String text;
    private final List<String> found;

    Named(String text, List<String> found) {
      super("dev.weft.Named");
      this.text = text;
      this.found = found;
    }

    @Override
    protected Attribute read(
        ClassReader reader,
        int offset,
        int length,
        char[] buffer,
        int codeOffset,
        org.objectweb.asm.Label[] labels) {
      found.add(reader.readUTF8(offset, buffer));
      return new Named(text, found);
    }

    @Override
    protected ByteVector write(
        ClassWriter writer, byte[] code, int codeLength, int maxStack, int maxLocals) {
      return new ByteVector().putShort(writer.newUTF8(text));
    }
  }
}
