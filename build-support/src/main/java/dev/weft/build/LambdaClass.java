package dev.weft.build;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;

/**
 * The class of one lambda or method reference.
 *
 * @param name the class's
 * @param factory what it takes from where it stands, and the interface
 * @param method the interface's method
 * @param erased the type of that
 * @param body what it runs
 * @param used the type that the method has here
 */
record LambdaClass(
    String name, String factory, String method, Type erased, Handle body, Type used) {

  private static final String ONLY = "INSTANCE";
  private static final String MAKE = "of";

  private Type self() {
    return Type.getObjectType(name);
  }

  private Type[] taken() {
    return Type.getArgumentTypes(factory);
  }

  private Method constructor() {
    return new Method("<init>", Type.VOID_TYPE, taken());
  }

  /** Puts one on the stack in place of what it takes. */
  void make(MethodVisitor code) {
    if (taken().length == 0) {
      code.visitFieldInsn(Opcodes.GETSTATIC, name, ONLY, self().getDescriptor());
    } else {
      code.visitMethodInsn(Opcodes.INVOKESTATIC, name, MAKE, factory, false);
    }
  }

  /** Its class file. */
  byte[] write(String nestHost) {
    var writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    String implemented = Type.getReturnType(factory).getInternalName();
    int access = ACC_FINAL | ACC_SUPER | ACC_SYNTHETIC;
    writer.visit(Opcodes.V17, access, name, null, "java/lang/Object", new String[] {implemented});
    writer.visitNestHost(nestHost);
    fields(writer);
    constructor(writer);
    if (taken().length == 0) {
      only(writer);
    } else {
      factory(writer);
    }
    implementation(writer);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private void fields(ClassWriter writer) {
    Type[] taken = taken();
    for (int i = 0; i < taken.length; i++) {
      writer.visitField(ACC_PRIVATE | ACC_FINAL, "a" + i, taken[i].getDescriptor(), null, null);
    }
    if (taken.length == 0) {
      writer.visitField(ACC_STATIC | ACC_FINAL, ONLY, self().getDescriptor(), null, null);
    }
  }

  private void constructor(ClassWriter writer) {
    var code = new GeneratorAdapter(ACC_PRIVATE, constructor(), null, null, writer);
    code.loadThis();
    code.invokeConstructor(Type.getType(Object.class), new Method("<init>", "()V"));
    Type[] taken = taken();
    for (int i = 0; i < taken.length; i++) {
      code.loadThis();
      code.loadArg(i);
      code.putField(self(), "a" + i, taken[i]);
    }
    code.returnValue();
    code.endMethod();
  }

  private void only(ClassWriter writer) {
    var code = new GeneratorAdapter(ACC_STATIC, new Method("<clinit>", "()V"), null, null, writer);
    code.newInstance(self());
    code.dup();
    code.invokeConstructor(self(), constructor());
    code.putStatic(self(), ONLY, self());
    code.returnValue();
    code.endMethod();
  }

  private void factory(ClassWriter writer) {
    var code = new GeneratorAdapter(ACC_STATIC, new Method(MAKE, factory), null, null, writer);
    code.newInstance(self());
    code.dup();
    code.loadArgs();
    code.invokeConstructor(self(), constructor());
    code.returnValue();
    code.endMethod();
  }

  private void implementation(ClassWriter writer) {
    var implemented = new Method(method, erased.getDescriptor());
    var code = new GeneratorAdapter(ACC_PUBLIC, implemented, null, null, writer);
    boolean makes = body.getTag() == Opcodes.H_NEWINVOKESPECIAL;
    if (makes) {
      code.newInstance(Type.getObjectType(body.getOwner()));
      code.dup();
    }
    new Arguments(code).load();
    call(code);
    Type made = makes ? Type.getObjectType(body.getOwner()) : Type.getReturnType(body.getDesc());
    convert(code, made, used.getReturnType());
    convert(code, used.getReturnType(), erased.getReturnType());
    code.returnValue();
    code.endMethod();
  }

  /** Those of the body: what was taken, then those of the interface's method. */
  private final class Arguments {

    private final GeneratorAdapter code;
    private final Type[] wanted = wanted();

    Arguments(GeneratorAdapter code) {
      this.code = code;
    }

    /** The receiver is the first, if there is one. */
    private Type[] wanted() {
      Type[] declared = Type.getArgumentTypes(body.getDesc());
      if (body.getTag() == Opcodes.H_INVOKESTATIC || body.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
        return declared;
      }
      Type[] all = new Type[declared.length + 1];
      all[0] = Type.getObjectType(body.getOwner());
      System.arraycopy(declared, 0, all, 1, declared.length);
      return all;
    }

    void load() {
      Type[] taken = taken();
      for (int i = 0; i < taken.length; i++) {
        code.loadThis();
        code.getField(self(), "a" + i, taken[i]);
        convert(code, taken[i], wanted[i]);
      }
      Type[] passed = erased.getArgumentTypes();
      for (int i = 0; i < passed.length; i++) {
        code.loadArg(i);
        convert(code, passed[i], used.getArgumentTypes()[i]);
        convert(code, used.getArgumentTypes()[i], wanted[taken.length + i]);
      }
    }
  }

  private void call(GeneratorAdapter code) {
    int opcode =
        switch (body.getTag()) {
          case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
          case Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
          // private ones of a nest mate, too
          case Opcodes.H_INVOKEVIRTUAL, Opcodes.H_INVOKESPECIAL ->
              body.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
          case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
          default -> throw new IllegalStateException("no lambda has " + body);
        };
    code.visitMethodInsn(
        opcode, body.getOwner(), body.getName(), body.getDesc(), body.isInterface());
  }

  private static boolean isPrimitive(Type type) {
    return type.getSort() < Type.ARRAY;
  }

  /** As a lambda's class of the JDK would: casts, boxes, unboxes, widens, drops. */
  private static void convert(GeneratorAdapter code, Type from, Type to) {
    if (from.equals(to)) {
      return;
    }
    if (to.equals(Type.VOID_TYPE)) {
      if (from.getSize() == 2) {
        code.pop2();
      } else {
        code.pop();
      }
    } else if (isPrimitive(from) && isPrimitive(to)) {
      code.cast(from, to);
    } else if (isPrimitive(from)) {
      code.valueOf(from);
    } else if (isPrimitive(to)) {
      unbox(code, from, to);
    } else if (!to.equals(Type.getType(Object.class))) {
      code.checkCast(to);
    }
  }

  /** All but a {@code Character} are numbers, which widen by themselves. */
  private static void unbox(GeneratorAdapter code, Type from, Type to) {
    if (from.equals(Type.getType(Character.class))) {
      code.unbox(Type.CHAR_TYPE);
      convert(code, Type.CHAR_TYPE, to);
    } else {
      code.unbox(to);
    }
  }
}
