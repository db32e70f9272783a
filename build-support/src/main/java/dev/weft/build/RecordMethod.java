package dev.weft.build;

import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;

/**
 * A static method that does what {@code java.lang.runtime.ObjectMethods} would for one method of a
 * record.
 *
 * @param owner the record
 * @param name {@code equals} or {@code hashCode}
 * @param descriptor with the record as the first parameter
 * @param components the names and types of its fields
 */
record RecordMethod(String owner, String name, String descriptor, List<Handle> components) {

  private static final Type OBJECT = Type.getType(Object.class);
  private static final Type OBJECTS = Type.getType(Objects.class);

  static RecordMethod of(String owner, String name, String descriptor, Object... arguments) {
    var components = new ArrayList<Handle>();
    for (int i = 2; i < arguments.length; i++) {
      components.add((Handle) arguments[i]);
    }
    return new RecordMethod(owner, name, descriptor, components);
  }

  private Method method() {
    return new Method("$" + name, descriptor);
  }

  private Type self() {
    return Type.getObjectType(owner);
  }

  void call(MethodVisitor code) {
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, owner, method().getName(), method().getDescriptor(), false);
  }

  void write(ClassVisitor to) {
    int access = ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC;
    MethodVisitor raw = to.visitMethod(access, method().getName(), descriptor, null, null);
    var code = new GeneratorAdapter(access, method(), raw);
    code.visitCode();
    switch (name) {
      case "equals" -> equals(code, raw);
      case "hashCode" -> hashCode(code);
      default -> throw new IllegalStateException("no record has " + name + " generated");
    }
    code.returnValue();
    code.visitMaxs(8, 8); // more than any of them has
    code.visitEnd();
  }

  private void load(GeneratorAdapter code, Handle component) {
    code.loadArg(0);
    loadFrom(code, component);
  }

  private void loadFrom(GeneratorAdapter code, Handle component) {
    code.getField(self(), component.getName(), Type.getType(component.getDesc()));
  }

  private void equals(GeneratorAdapter code, MethodVisitor raw) {
    var differs = new Label();
    code.loadArg(1);
    code.instanceOf(self());
    code.ifZCmp(GeneratorAdapter.EQ, differs);
    for (Handle each : components) {
      load(code, each);
      code.loadArg(1);
      code.checkCast(self());
      loadFrom(code, each);
      unlessEqual(code, Type.getType(each.getDesc()), differs);
    }
    code.push(true);
    code.returnValue();
    code.mark(differs);
    raw.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    code.push(false);
  }

  private static void unlessEqual(GeneratorAdapter code, Type type, Label differs) {
    Type boxed = boxed(type);
    if (boxed == null) {
      code.invokeStatic(OBJECTS, new Method("equals", "(Ljava/lang/Object;Ljava/lang/Object;)Z"));
      code.ifZCmp(GeneratorAdapter.EQ, differs);
    } else {
      code.invokeStatic(boxed, new Method("compare", Type.INT_TYPE, new Type[] {type, type}));
      code.ifZCmp(GeneratorAdapter.NE, differs);
    }
  }

  private void hashCode(GeneratorAdapter code) {
    code.push(0);
    for (Handle each : components) {
      Type type = Type.getType(each.getDesc());
      Type boxed = boxed(type);
      code.push(31);
      code.math(GeneratorAdapter.MUL, Type.INT_TYPE);
      load(code, each);
      code.invokeStatic(
          boxed == null ? OBJECTS : boxed,
          new Method("hashCode", Type.INT_TYPE, new Type[] {boxed == null ? OBJECT : type}));
      code.math(GeneratorAdapter.ADD, Type.INT_TYPE);
    }
  }

  private static @Nullable Type boxed(Type type) {
    return switch (type.getSort()) {
      case Type.BOOLEAN -> Type.getType(Boolean.class);
      case Type.BYTE -> Type.getType(Byte.class);
      case Type.SHORT -> Type.getType(Short.class);
      case Type.CHAR -> Type.getType(Character.class);
      case Type.INT -> Type.getType(Integer.class);
      case Type.LONG -> Type.getType(Long.class);
      case Type.FLOAT -> Type.getType(Float.class);
      case Type.DOUBLE -> Type.getType(Double.class);
      default -> null;
    };
  }
}
