package dev.weft.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.model.Monitors;
import dev.weft.transformer.model.RuntimeNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * All that generated code names of the runtime is in one package, and listed in {@code
 * runtime/api/woven.txt}. A difference means that classes woven before may not run with this
 * runtime, so the version of the calling convention is to be raised with the list; {@code
 * -Dweft.api.write=true} writes it.
 */
final class GeneratedCodeTest {

  /** What entries return, which they cast to, and what loops go through. */
  private static final Set<String> RETURNED =
      Set.of(
          RuntimeNames.TASK,
          RuntimeNames.GENERATOR,
          RuntimeNames.ASYNC_GENERATOR,
          RuntimeNames.ASYNC_ITERATOR);

  private static final Path LIST = Path.of("../runtime/api/woven.txt");

  @Test
  void whatGeneratedCodeNamesIsListed() throws IOException {
    Assumptions.assumeTrue(System.getProperty("weft.programs", "").isEmpty(), "not all programs");
    var named = new TreeSet<String>();
    for (Build build : List.of(Build.DEBUG, Build.LATE)) {
      for (String folder : List.of("programs", "programs-monitors")) {
        Map<String, String> sources = ProgramFolder.of(folder, ".java").sources();
        ProgramCompiler javac = Compiler.javac(build.option);
        Programs programs = Programs.of(sources, javac, build.callsDirectly, Monitors.RELEASE);
        named.addAll(added(programs));
      }
    }
    var lines = new ArrayList<String>();
    lines.add("convention " + RuntimeNames.CONVENTION);
    lines.addAll(named);
    if (Boolean.getBoolean("weft.api.write")) {
      Files.createDirectories(LIST.getParent());
      Files.write(LIST, lines);
    }
    assertThat(lines).isEqualTo(Files.readAllLines(LIST));
    assertThat(named)
        .allMatch(
            each ->
                each.startsWith("dev/weft/woven/")
                    || RETURNED.contains(each)
                    || isBodyByHand(each));
  }

  /** A suspending method of the API that is written by hand, which is called by its body. */
  private static boolean isBodyByHand(String member) {
    return member.contains(RuntimeNames.CARRIER_DESC) && !member.startsWith("dev/weft/internal/");
  }

  private static Collection<String> added(Programs programs) {
    var woven = new TreeSet<String>();
    programs.woven().values().forEach(bytes -> collect(bytes, woven));
    var written = new TreeSet<String>();
    programs.plain().values().forEach(bytes -> collect(bytes, written));
    woven.removeAll(written);
    woven.removeIf(each -> each.startsWith("dev/weft/tests/"));
    return woven;
  }

  private static void collect(byte[] bytes, Collection<String> named) {
    var node = new ClassNode();
    new ClassReader(bytes).accept(node, ClassReader.SKIP_FRAMES);
    add(named, node.superName, "");
    for (MethodNode method : node.methods) {
      for (AbstractInsnNode insn : method.instructions) {
        collect(insn, named);
      }
    }
  }

  private static void collect(AbstractInsnNode insn, Collection<String> named) {
    if (insn instanceof MethodInsnNode call) {
      add(named, call.owner, "." + call.name + call.desc);
    } else if (insn instanceof FieldInsnNode field) {
      add(named, field.owner, "." + field.name + " " + field.desc);
    } else if (insn instanceof TypeInsnNode type) {
      add(named, type.desc, "");
    } else if (insn instanceof InvokeDynamicInsnNode dynamic) {
      constant(dynamic.bsm, named);
      for (Object argument : dynamic.bsmArgs) {
        constant(argument, named);
      }
    } else if (insn instanceof LdcInsnNode load) {
      constant(load.cst, named);
    }
  }

  private static void constant(Object constant, Collection<String> named) {
    if (constant instanceof Handle handle) {
      add(named, handle.getOwner(), "." + handle.getName() + handle.getDesc());
    } else if (constant instanceof ConstantDynamic dynamic) {
      constant(dynamic.getBootstrapMethod(), named);
    }
  }

  private static void add(Collection<String> named, String owner, String member) {
    if (owner.startsWith("dev/weft/")) {
      named.add(owner + member);
    }
  }
}
