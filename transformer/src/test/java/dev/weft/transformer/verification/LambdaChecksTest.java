package dev.weft.transformer.verification;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Lambdas that the JDK's metafactory refuses, and such as only look strange. */
class LambdaChecksTest {

  private static final String LOOKUP =
      "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;";
  private static final String FACE_METHOD = "(Ljava/lang/Object;)Ljava/lang/Object;";

  /** A lambda to be made, with nothing captured. */
  private record Lambda(
      String face, String name, String erased, Handle implementation, String instantiated) {

    AssembledClass made(int... captured) {
      var arguments = new ArrayList<Object>();
      arguments.addAll(
          List.of(Type.getMethodType(erased), implementation, Type.getMethodType(instantiated)));
      return made("metafactory", arguments, captured);
    }

    AssembledClass bridged(String bridge) {
      var arguments = new ArrayList<Object>();
      arguments.addAll(
          List.of(Type.getMethodType(erased), implementation, Type.getMethodType(instantiated)));
      arguments.addAll(List.of(4, 1, Type.getMethodType(bridge)));
      return made("altMetafactory", arguments);
    }

    private AssembledClass made(String factory, List<Object> arguments, int... captured) {
      String rest =
          factory.equals("metafactory")
              ? "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;"
                  + "Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/CallSite;"
              : "[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;";
      var bootstrap =
          new Handle(
              Opcodes.H_INVOKESTATIC,
              "java/lang/invoke/LambdaMetafactory",
              factory,
              LOOKUP + rest,
              false);
      String site = "(" + "I".repeat(captured.length) + ")L" + face + ";";
      return new AssembledClass()
          .run(
              mv -> {
                for (int value : captured) {
                  mv.visitIntInsn(Opcodes.BIPUSH, value);
                }
                mv.visitInvokeDynamicInsn(name, site, bootstrap, arguments.toArray());
                mv.visitInsn(Opcodes.POP);
                mv.visitInsn(Opcodes.RETURN);
              });
    }
  }

  private static Handle ofBase(String name, String descriptor) {
    return new Handle(Opcodes.H_INVOKESTATIC, "p/Base", name, descriptor, false);
  }

  private static Lambda face(Handle implementation, String instantiated) {
    return new Lambda("p/Face", "call", FACE_METHOD, implementation, instantiated);
  }

  private static void refused(AssembledClass lambda, String problem) throws Exception {
    lambda.isRefused(LinkageError.class, problem);
  }

  @Test
  void whatFitsPasses() throws Exception {
    face(ofBase("any", FACE_METHOD), FACE_METHOD).made().isSound();
    face(ofBase("any", FACE_METHOD), "(Ljava/lang/String;)Ljava/lang/String;").made().isSound();
    face(
            new Handle(Opcodes.H_INVOKEVIRTUAL, "p/Base", "text", "()Ljava/lang/String;", false),
            "(Lp/Base;)Ljava/lang/Object;")
        .made()
        .isSound();
    new Lambda("p/Number", "number", "()I", ofBase("letter", "()C"), "()I").made().isSound();
    face(ofBase("any", FACE_METHOD), "(Ljava/lang/String;)Ljava/lang/String;")
        .bridged("(Ljava/lang/CharSequence;)Ljava/lang/Object;")
        .isSound();
  }

  @Test
  void anImplementationThatIsNotThere() throws Exception {
    refused(face(ofBase("none", FACE_METHOD), FACE_METHOD).made(), "is not there");
    refused(
        face(
                new Handle(Opcodes.H_INVOKESTATIC, "p/Base", "text", "()Ljava/lang/String;", false),
                FACE_METHOD)
            .made(),
        "is not static");
    refused(face(ofBase("hide", "(Ljava/lang/String;)V"), FACE_METHOD).made(), "is not accessible");
    refused(
        face(
                new Handle(
                    Opcodes.H_INVOKESTATIC, "q/Other", "keep", "(Ljava/lang/String;)V", false),
                FACE_METHOD)
            .made(),
        "is not accessible");
  }

  @Test
  void anImplementationOfOtherParameters() throws Exception {
    refused(
        face(ofBase("letter", "()C"), FACE_METHOD).made(),
        "its method takes 0 arguments, but 0 are captured and 1 passed");
    refused(
        new Lambda("p/Face", "call", FACE_METHOD, ofBase("any", FACE_METHOD), FACE_METHOD).made(7),
        "its method takes 1 arguments, but 1 are captured and 1 passed");
    refused(
        new Lambda("java/lang/Runnable", "run", "()V", ofBase("any", FACE_METHOD), "()V").made(7),
        "its method takes java.lang.Object where it gets int");
    refused(
        new Lambda(
                "java/util/function/Consumer",
                "accept",
                "(Ljava/lang/Object;)V",
                ofBase("take", "(Ljava/lang/String;)V"),
                "(Ljava/lang/Object;)V")
            .made(),
        "its method takes java.lang.String where it gets java.lang.Object");
  }

  @Test
  void aReceiverOfAnotherClass() throws Exception {
    refused(
        face(
                new Handle(
                    Opcodes.H_INVOKEVIRTUAL, "p/Base", "text", "()Ljava/lang/String;", false),
                FACE_METHOD)
            .made(),
        "its method takes p.Base where it gets java.lang.Object");
  }

  @Test
  void anImplementationOfAnotherResult() throws Exception {
    refused(
        face(ofBase("take", "(Ljava/lang/String;)V"), "(Ljava/lang/String;)Ljava/lang/Object;")
            .made(),
        "its method returns void, not java.lang.Object");
    refused(
        new Lambda("p/Number", "number", "()I", ofBase("letter", "()C"), "()Ljava/lang/Integer;")
            .made(),
        "its method returns char, not java.lang.Integer");
  }

  @Test
  void typesThatCannotStandForThoseOfTheInterface() throws Exception {
    refused(
        new Lambda(
                "p/Face",
                "call",
                "(Ljava/lang/String;)Ljava/lang/Object;",
                ofBase("any", FACE_METHOD),
                FACE_METHOD)
            .made(),
        "java.lang.Object cannot stand for the parameter java.lang.String");
    refused(
        new Lambda("p/Number", "number", "()I", ofBase("letter", "()C"), "()J").made(),
        "long cannot stand for the result int");
    refused(
        face(ofBase("any", FACE_METHOD), "(Ljava/lang/String;)Ljava/lang/String;")
            .bridged("(Ljava/lang/Integer;)Ljava/lang/Object;"),
        "java.lang.String cannot stand for the parameter java.lang.Integer");
  }

  @Test
  void whatIsNoInterface() throws Exception {
    refused(
        new Lambda("p/Base", "call", FACE_METHOD, ofBase("any", FACE_METHOD), FACE_METHOD).made(),
        "p.Base is no interface");
  }
}
