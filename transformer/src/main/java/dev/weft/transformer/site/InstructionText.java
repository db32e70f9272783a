package dev.weft.transformer.site;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.util.Printer;

/** Writes instructions so that they can be read beside source: short names, variables by name. */
final class InstructionText {

  private static final int LONGEST_STRING = 60;

  private final MethodNode method;
  private final Map<LabelNode, Integer> labels = new HashMap<>();

  InstructionText(MethodNode method) {
    this.method = method;
  }

  /** How a label is called; labels are counted as they are named. */
  String label(LabelNode label) {
    return "L" + labels.computeIfAbsent(label, unused -> labels.size() + 1);
  }

  /** An instruction in one line. */
  String of(AbstractInsnNode insn) {
    String name = Printer.OPCODES[insn.getOpcode()].toLowerCase(Locale.ROOT);
    String operands = operands(insn);
    return operands.isEmpty() ? name : name + " " + operands;
  }

  private String operands(AbstractInsnNode insn) {
    if (insn instanceof VarInsnNode variable) {
      return variable.var + name(variable.var, insn);
    } else if (insn instanceof IincInsnNode increment) {
      return increment.var + name(increment.var, insn) + " by " + increment.incr;
    } else if (insn instanceof MethodInsnNode call) {
      return simple(call.owner) + "." + call.name + signature(call.desc);
    } else if (insn instanceof FieldInsnNode field) {
      return simple(field.owner) + "." + field.name + " " + simple(Type.getType(field.desc));
    } else if (insn instanceof InvokeDynamicInsnNode dynamic) {
      return dynamic.name + signature(dynamic.desc) + " by " + simple(dynamic.bsm.getOwner());
    } else if (insn instanceof JumpInsnNode jump) {
      return label(jump.label);
    } else if (insn instanceof TypeInsnNode type) {
      return simple(Type.getObjectType(type.desc));
    } else if (insn instanceof LdcInsnNode constant) {
      return constant(constant.cst);
    }
    return rareOperands(insn);
  }

  private String rareOperands(AbstractInsnNode insn) {
    if (insn instanceof IntInsnNode number) {
      return insn.getOpcode() == Opcodes.NEWARRAY
          ? Printer.TYPES[number.operand].substring(2).toLowerCase(Locale.ROOT)
          : String.valueOf(number.operand);
    } else if (insn instanceof MultiANewArrayInsnNode array) {
      return simple(Type.getType(array.desc)) + " of " + array.dims + " dimensions";
    } else if (insn instanceof TableSwitchInsnNode table) {
      String cases =
          IntStream.range(0, table.labels.size())
              .mapToObj(i -> table.min + i + ": " + label(table.labels.get(i)))
              .collect(Collectors.joining(", "));
      return cases + ", default: " + label(table.dflt);
    } else if (insn instanceof LookupSwitchInsnNode lookup) {
      String cases =
          IntStream.range(0, lookup.labels.size())
              .mapToObj(i -> lookup.keys.get(i) + ": " + label(lookup.labels.get(i)))
              .collect(Collectors.joining(", "));
      return cases + ", default: " + label(lookup.dflt);
    }
    return "";
  }

  /** In parentheses, as of the next instruction: a variable's scope begins behind its store. */
  private String name(int slot, AbstractInsnNode insn) {
    List<LocalVariableNode> variables = method.localVariables;
    int index = method.instructions.indexOf(insn) + 1;
    for (LocalVariableNode each : variables == null ? List.<LocalVariableNode>of() : variables) {
      if (each.index == slot
          && method.instructions.indexOf(each.start) <= index
          && index <= method.instructions.indexOf(each.end)) {
        return " (" + each.name + ")";
      }
    }
    return "";
  }

  private static String constant(Object value) {
    if (value instanceof String text) {
      String start =
          text.length() > LONGEST_STRING ? text.substring(0, LONGEST_STRING) + "..." : text;
      return '"' + start.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"';
    }
    return value instanceof Type type && type.getSort() != Type.METHOD
        ? simple(type) + ".class"
        : String.valueOf(value);
  }

  private static String signature(String descriptor) {
    return parameters(descriptor) + " " + simple(Type.getReturnType(descriptor));
  }

  /** The types of a method's parameters, in parentheses. */
  static String parameters(String descriptor) {
    return List.of(Type.getArgumentTypes(descriptor)).stream()
        .map(InstructionText::simple)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  static String simple(Type type) {
    return simple(type.getClassName());
  }

  /** The last part of a name with slashes or dots. */
  static String simple(String name) {
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('.')) + 1);
  }
}
