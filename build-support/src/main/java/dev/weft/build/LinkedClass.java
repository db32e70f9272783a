package dev.weft.build;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Replaces the lambdas and the generated methods of records in one class. */
final class LinkedClass extends ClassVisitor {

  private static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";
  private static final String OBJECT_METHODS = "java/lang/runtime/ObjectMethods";

  private String name = "";
  private String host = "";
  private final List<LambdaClass> lambdas = new ArrayList<>();
  private final List<RecordMethod> recordMethods = new ArrayList<>();

  LinkedClass(ClassVisitor next) {
    super(Opcodes.ASM9, next);
  }

  /** Whether anything was replaced. */
  boolean isChanged() {
    return !lambdas.isEmpty() || !recordMethods.isEmpty();
  }

  /** The classes that the code needs now. */
  List<LambdaClass> lambdas() {
    return lambdas;
  }

  /** The class that lists the members of the nest. */
  String host() {
    return host;
  }

  @Override
  public void visit(
      int version,
      int access,
      String internalName,
      @Nullable String signature,
      @Nullable String superName,
      String @Nullable [] interfaces) {
    name = internalName;
    host = internalName;
    super.visit(version, access, internalName, signature, superName, interfaces);
  }

  @Override
  public void visitNestHost(String nestHost) {
    host = nestHost;
    super.visitNestHost(nestHost);
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String method,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    return new Linker(super.visitMethod(access, method, descriptor, signature, exceptions));
  }

  @Override
  public void visitEnd() {
    for (RecordMethod each : recordMethods) {
      each.write(cv);
    }
    super.visitEnd();
  }

  private final class Linker extends MethodVisitor {

    Linker(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String method, String descriptor, Handle bootstrap, Object... arguments) {
      if (bootstrap.getOwner().equals(METAFACTORY) && bootstrap.getName().equals("metafactory")) {
        lambda(method, descriptor, arguments);
      } else if (bootstrap.getOwner().equals(OBJECT_METHODS) && !method.equals("toString")) {
        var made = RecordMethod.of(name, method, descriptor, arguments);
        recordMethods.add(made);
        made.call(mv);
      } else {
        super.visitInvokeDynamicInsn(method, descriptor, bootstrap, arguments);
      }
    }

    private void lambda(String method, String descriptor, Object... arguments) {
      var made =
          new LambdaClass(
              name + LinkEarly.LAMBDA + (lambdas.size() + 1),
              descriptor,
              method,
              (Type) arguments[0],
              (Handle) arguments[1],
              (Type) arguments[2]);
      lambdas.add(made);
      made.make(mv);
    }
  }
}
