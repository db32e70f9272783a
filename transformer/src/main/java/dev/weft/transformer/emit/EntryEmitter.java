package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.layout.FrameSpec;
import dev.weft.transformer.model.RuntimeNames;
import dev.weft.transformer.model.Slots;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Writes {@code R m(P...)}, what ordinary callers see: how a call that does not come from a
 * coroutine begins. There is one for each kind of method.
 */
abstract class EntryEmitter {

  final AsyncBody body;
  final Code code;

  /** The first slot behind the parameters. */
  final int slot;

  private final boolean virtual;

  EntryEmitter(AsyncBody body, boolean virtual) {
    this.body = body;
    this.virtual = virtual;
    code = new Code(body.node().access, body.node().name, body.node().desc);
    slot = body.parameterSlots();
  }

  /** The entry's code; everything else of the method stays as it was written. */
  static MethodNode emit(FrameSpec spec) {
    return spec.isGenerator()
        ? emit(new GeneratorEntryEmitter(spec.analysis().body(), true))
        : emit(spec.analysis().body());
  }

  /** The same for a method whose body has no frame of its own. */
  static MethodNode emit(AsyncBody body) {
    return emit(of(body, false));
  }

  /** The code of an entry to whichever body the receiver has. */
  static MethodNode emitVirtual(AsyncBody body) {
    return emit(of(body, true));
  }

  private static MethodNode emit(EntryEmitter entry) {
    entry.write();
    return entry.code;
  }

  /** Whether what the method returns can be made: not if an adapter is declared that is none. */
  static boolean canBeMade(AsyncBody body) {
    return body.adapter() == null || body.adapter().problem() == null;
  }

  private static EntryEmitter of(AsyncBody body, boolean virtual) {
    return switch (body.kind()) {
      case TASK -> new TaskEntryEmitter(body, virtual);
      case GENERATOR, ASYNC_GENERATOR -> new GeneratorEntryEmitter(body, false);
      case SUSPENDING -> new BlockingEntryEmitter(body, virtual);
    };
  }

  /** Writes the code. */
  abstract void write();

  /** Pushes what the body takes behind the parameters. */
  void pushOwnArguments() {
    code.maxDepth();
    code.visitVarInsn(Opcodes.ALOAD, slot);
  }

  /**
   * Has what keeps the code between two labels from being linked explained: without the runtime,
   * the JVM would name a class that nobody knows. There are no variables beside the parameters.
   */
  final void explainBetween(Label start, Label end) {
    if (virtual) {
      return; // in an interface that the runtime itself defines
    }
    var failed = new Label();
    code.label(failed, locals(), "java/lang/LinkageError");
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        body.owner().name,
        RuntimeNames.MISSING,
        RuntimeNames.MISSING_DESC,
        body.inInterface());
    code.visitInsn(Opcodes.ATHROW);
    code.visitTryCatchBlock(start, end, failed, "java/lang/LinkageError");
  }

  /**
   * Calls this class's body, whatever subclasses do, unless virtual; the carrier is in {@code
   * slot}.
   */
  final void callBody() {
    int opcode = body.isStatic() ? Opcodes.INVOKESTATIC : Opcodes.INVOKESPECIAL;
    code.loadParameters(body.isStatic(), body.node().desc);
    pushOwnArguments();
    code.visitMethodInsn(
        virtual ? Opcodes.INVOKEINTERFACE : opcode,
        body.owner().name,
        body.node().name,
        body.bodyDescriptor(),
        body.inInterface());
  }

  /** The parameters, and behind them variables of the entry's own. */
  final Object[] locals(String... own) {
    var types =
        new LocalTypes(slot + own.length)
            .parameters(body.owner().name, body.isStatic(), body.node().desc);
    for (int i = 0; i < own.length; i++) {
      types.set(slot + i, own[i]);
    }
    return types.toArray();
  }

  /**
   * Replaces the code of a method by an entry's; annotations and the names of parameters stay, by
   * which frameworks know them.
   */
  static void replaceCode(MethodNode method, MethodNode entry) {
    List<LocalVariableNode> parameters = parameters(method, entry.instructions);
    method.instructions = entry.instructions;
    method.tryCatchBlocks = entry.tryCatchBlocks;
    method.localVariables = parameters;
    method.attrs = withoutCode(method.attrs);
    method.visibleLocalVariableAnnotations = null;
    method.invisibleLocalVariableAnnotations = null;
  }

  /** What the method's table says of the receiver and the parameters, for the whole entry. */
  private static @Nullable List<LocalVariableNode> parameters(MethodNode method, InsnList entry) {
    if (method.localVariables == null) {
      return null;
    }
    boolean isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
    int slots = Slots.arguments(method.desc, isStatic);
    var start = new LabelNode();
    var end = new LabelNode();
    var parameters = new ArrayList<LocalVariableNode>();
    var seen = new BitSet();
    int first = firstOf(method);
    for (LocalVariableNode each : method.localVariables) {
      boolean fromStart = method.instructions.indexOf(each.start) <= first;
      boolean ofNothing = method.instructions.indexOf(each.end) <= first;
      if (each.index < slots && fromStart && !ofNothing && !seen.get(each.index)) {
        seen.set(each.index);
        parameters.add(
            new LocalVariableNode(each.name, each.desc, each.signature, start, end, each.index));
      }
    }
    entry.insert(start);
    entry.add(end);
    return parameters;
  }

  /** The index of the first real instruction. */
  private static int firstOf(MethodNode method) {
    int index = 0;
    while (index < method.instructions.size() && method.instructions.get(index).getOpcode() < 0) {
      index++;
    }
    return index;
  }

  /** What is not known of code is not true of other code. */
  private static @Nullable List<Attribute> withoutCode(@Nullable List<Attribute> attributes) {
    return attributes == null
        ? null
        : new ArrayList<>(attributes.stream().filter(each -> !each.isCodeAttribute()).toList());
  }
}
