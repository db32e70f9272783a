package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.layout.FrameSpec;
import dev.weft.transformer.model.Kind;
import java.util.List;
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
    EntryEmitter.replaceCode(body.node(), EntryEmitter.emit(body));
    return List.of(direct, resumed);
  }

  /** The body of an abstract method; see {@link Ordinary#fallback}. */
  public static MethodNode fallback(AsyncBody body) {
    return Ordinary.fallback(body);
  }

  /** Makes a method throw {@code message} whichever way it is called; returns the method to add. */
  public static MethodNode refuse(AsyncBody body, String message) {
    MethodNode method = body.node();
    MethodNode refused = EntryEmitter.refusedBody(body, message);
    MethodNode entry =
        body.kind() == Kind.TASK ? EntryEmitter.emit(body) : EntryEmitter.refusal(method, message);
    EntryEmitter.replaceCode(method, entry);
    return refused;
  }

  /** The same for a method that cannot have a body. */
  public static void refuseWithoutBody(AsyncBody body, String message) {
    MethodNode method = body.node();
    EntryEmitter.replaceCode(method, EntryEmitter.refusal(method, message));
  }
}
