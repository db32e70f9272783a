package dev.weft.tests.docs;

import dev.weft.tests.docs.MessageTexts.Text;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Reads the texts of one method, in the order of its code. What javac joins, by an {@code
 * invokedynamic} or by a {@code StringBuilder} of its own, is one text; a branch within it is a
 * variable part of it, and the texts there are texts of their own.
 */
final class MethodTexts {

  private static final String BUILDER = "java/lang/StringBuilder";

  private final String owner;
  private final MethodNode method;
  private final List<Text> found = new ArrayList<>();

  /** What the builders that are on the operand stack have taken, innermost first. */
  private final Deque<StringBuilder> joined = new ArrayDeque<>();

  private final Set<LabelNode> targets = new HashSet<>();
  private int line;

  MethodTexts(String owner, MethodNode method) {
    this.owner = owner;
    this.method = method;
  }

  List<Text> read() {
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof JumpInsnNode jump) {
        targets.add(jump.label);
      }
    }
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof LineNumberNode number) {
        line = number.line;
      } else if (insn instanceof LdcInsnNode constant && constant.cst instanceof String text) {
        if (!isAppend(next(insn)) || joined.isEmpty()) {
          add(text, insn);
        }
      } else if (insn instanceof InvokeDynamicInsnNode call) {
        addRecipe(call);
      } else if (insn instanceof TypeInsnNode made && isBuilder(made)) {
        joined.push(new StringBuilder());
      } else if (insn instanceof MethodInsnNode call && call.owner.equals(BUILDER)) {
        readCall(call);
      } else if (insn.getOpcode() == Opcodes.ASTORE && isOfBuilder(insn)) {
        add(joined.pop().toString(), insn); // kept now, to take more
      }
    }
    while (!joined.isEmpty()) {
      add(joined.pop().toString(), method.instructions.getLast());
    }
    return found;
  }

  /** A builder that the source names is kept in a variable: what it takes is not one text. */
  private boolean isBuilder(TypeInsnNode made) {
    AbstractInsnNode after = made;
    while (after != null && !(after instanceof MethodInsnNode call && isNew(call))) {
      after = after.getNext();
    }
    AbstractInsnNode next = after == null ? null : next(after);
    boolean kept =
        next != null
            && (next.getOpcode() == Opcodes.ASTORE || next.getOpcode() == Opcodes.PUTFIELD);
    return made.getOpcode() == Opcodes.NEW && made.desc.equals(BUILDER) && !kept;
  }

  private static boolean isNew(MethodInsnNode call) {
    return call.owner.equals(BUILDER) && call.name.equals("<init>");
  }

  private void readCall(MethodInsnNode call) {
    if (joined.isEmpty()) {
      return;
    }
    if (isAppend(call)) {
      joined.getFirst().append(appended(call));
    } else if (call.name.equals("toString")) {
      add(joined.pop().toString(), call);
    }
  }

  private boolean isOfBuilder(AbstractInsnNode store) {
    return !joined.isEmpty() && isAppend(previous(store));
  }

  /** What is appended: a constant if that is pushed just before, else something variable. */
  private String appended(MethodInsnNode call) {
    AbstractInsnNode before = previous(call);
    if (before instanceof LdcInsnNode constant && constant.cst instanceof String text) {
      return text;
    }
    if (before instanceof IntInsnNode constant && call.desc.startsWith("(C)")) {
      return String.valueOf((char) constant.operand);
    }
    return MessageTexts.VARIABLE;
  }

  private static boolean isAppend(@Nullable AbstractInsnNode insn) {
    return insn instanceof MethodInsnNode call
        && call.owner.equals(BUILDER)
        && call.name.equals("append");
  }

  /** What was done before, unless something else may lead here. */
  private @Nullable AbstractInsnNode previous(AbstractInsnNode insn) {
    AbstractInsnNode before = insn.getPrevious();
    while (before instanceof LineNumberNode
        || (before instanceof LabelNode label && !targets.contains(label))) {
      before = before.getPrevious();
    }
    return before;
  }

  /** The next thing done, unless something else may lead there. */
  private @Nullable AbstractInsnNode next(AbstractInsnNode insn) {
    AbstractInsnNode next = insn.getNext();
    while (next instanceof LineNumberNode
        || (next instanceof LabelNode label && !targets.contains(label))) {
      next = next.getNext();
    }
    return next;
  }

  private void addRecipe(InvokeDynamicInsnNode call) {
    if (call.name.equals("makeConcatWithConstants")) {
      String recipe = ((String) call.bsmArgs[0]).replace("\1", MessageTexts.VARIABLE);
      for (int i = 1; i < call.bsmArgs.length; i++) {
        String constant = Matcher.quoteReplacement(call.bsmArgs[i].toString());
        recipe = recipe.replaceFirst("\2", constant);
      }
      add(recipe, call);
    }
  }

  private void add(String text, AbstractInsnNode pushes) {
    found.add(new Text(owner, method.name, line, text, exceptionMadeOf(pushes)));
  }

  /** The exception that is made of what {@code insn} pushes, if the next thing done is that. */
  private static @Nullable String exceptionMadeOf(AbstractInsnNode insn) {
    for (AbstractInsnNode next = insn.getNext(); next != null; next = next.getNext()) {
      if (next instanceof MethodInsnNode call) {
        boolean made = call.name.equals("<init>") && call.owner.matches(".*(Exception|Error)");
        return made ? call.owner : null;
      }
      if (next instanceof InvokeDynamicInsnNode || next instanceof LdcInsnNode) {
        return null;
      }
    }
    return null;
  }
}
