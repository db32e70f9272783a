package dev.weft.transformer;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Collects the classes that a class's code refers to by name, and so must have access to. */
final class ReferencedClasses {

  private final Set<String> names = new HashSet<>();

  private ReferencedClasses() {}

  static Set<String> of(ClassNode owner) {
    var found = new ReferencedClasses();
    found.names.add(owner.name);
    for (MethodNode method : owner.methods) {
      for (AbstractInsnNode insn : method.instructions) {
        found.add(insn);
      }
    }
    return found.names;
  }

  private void add(AbstractInsnNode insn) {
    if (insn instanceof TypeInsnNode type) {
      add(type.desc);
    } else if (insn instanceof MethodInsnNode call) {
      add(call.owner);
    } else if (insn instanceof FieldInsnNode field) {
      add(field.owner);
    }
  }

  private void add(String name) {
    if (name.charAt(0) != '[') {
      names.add(name);
      return;
    }
    Type element = Type.getType(name).getElementType();
    if (element.getSort() == Type.OBJECT) {
      names.add(element.getInternalName());
    }
  }
}
