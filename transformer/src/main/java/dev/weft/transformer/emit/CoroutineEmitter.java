package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.layout.FrameSpec;
import dev.weft.transformer.model.RuntimeNames;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Turns one method into the three of the same name that make a coroutine. */
public final class CoroutineEmitter {

  private CoroutineEmitter() {}

  /**
   * Writes entry, direct body and resumed body. The method itself becomes the entry.
   *
   * @return the two methods to add to the class
   */
  public static List<MethodNode> emit(FrameSpec spec) {
    AsyncBody body = spec.analysis().body();
    MethodNode direct = new DirectBodyEmitter(spec).emit();
    MethodNode resumed = new ResumeBodyEmitter(spec).emit();
    EntryEmitter.replaceCode(body.node(), EntryEmitter.emit(spec));
    return List.of(direct, resumed);
  }

  /**
   * The method by which a class says that its bodies are the weaver's, and for which calling
   * convention they are.
   */
  public static MethodNode mark() {
    int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
    var mark = new Code(access, RuntimeNames.WOVEN_MARK, "()I");
    mark.visitIntInsn(Opcodes.BIPUSH, RuntimeNames.CONVENTION);
    mark.visitInsn(Opcodes.IRETURN);
    return mark;
  }

  /** What entries of a class call where they do not link; see {@link MissingEmitter}. */
  public static MethodNode missing(ClassNode owner) {
    return MissingEmitter.emit(owner);
  }

  /** The body of an abstract method; see {@link FallbackBodyEmitter#fallback}. */
  public static MethodNode fallback(AsyncBody body) {
    return FallbackBodyEmitter.fallback(body);
  }

  /** Makes a method throw {@code message} whichever way it is called; returns the method to add. */
  public static MethodNode refuse(AsyncBody body, String message) {
    MethodNode method = body.node();
    MethodNode refused = RefusalEmitter.body(body, message);
    MethodNode entry =
        body.kind().holdsFailures() && EntryEmitter.canBeMade(body)
            ? EntryEmitter.emit(body)
            : RefusalEmitter.ordinary(method, message);
    EntryEmitter.replaceCode(method, entry);
    return refused;
  }

  /** The same for a method and another that stands in the place of its body. */
  public static void refuseBoth(AsyncBody body, MethodNode taken, String message) {
    if (body.hasCode()) {
      refuseWithoutBody(body, message);
    }
    int withoutCode = Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE;
    if ((taken.access & withoutCode) == 0) {
      EntryEmitter.replaceCode(taken, RefusalEmitter.ordinary(taken, message));
    }
  }

  /** The same for a method that cannot have a body. */
  public static void refuseWithoutBody(AsyncBody body, String message) {
    MethodNode method = body.node();
    EntryEmitter.replaceCode(method, RefusalEmitter.ordinary(method, message));
  }
}
