package dev.weft.transformer.site;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * The code of a method, cut where its line changes.
 *
 * @param runs in code order
 * @param handlers its exception handlers, a line each
 */
record CodeListing(List<Run> runs, List<String> handlers) {

  /** Comparing more rows than this, multiplied, would take too long. */
  private static final long LARGEST = 6_000_000;

  private static final Pattern LABELS = Pattern.compile("\\bL\\d+\\b");

  /** Instructions of one line of source that stand together. */
  record Run(int line, List<Row> rows) {}

  /**
   * One line of a listing.
   *
   * @param isLabel whether it is no instruction
   * @param added whether the method as written does not have it
   */
  record Row(String text, boolean isLabel, boolean added) {
    String comparable() {
      return LABELS.matcher(text).replaceAll("L");
    }
  }

  /** The listing of a method that has code. */
  static CodeListing of(MethodNode method) {
    var text = new InstructionText(method);
    Set<LabelNode> targets = targets(method);
    var runs = new ArrayList<Run>();
    int line = 0;
    var rows = new ArrayList<Row>();
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof LineNumberNode number && number.line != line) {
        if (!rows.isEmpty()) {
          runs.add(new Run(line, List.copyOf(rows)));
          rows.clear();
        }
        line = number.line;
      } else if (insn instanceof LabelNode label && targets.contains(label)) {
        rows.add(new Row(text.label(label) + ":", true, false));
      } else if (insn.getOpcode() >= 0) {
        rows.add(new Row(text.of(insn), false, false));
      }
    }
    if (!rows.isEmpty()) {
      runs.add(new Run(line, List.copyOf(rows)));
    }
    return new CodeListing(runs, handlers(method, text));
  }

  private static List<String> handlers(MethodNode method, InstructionText text) {
    return method.tryCatchBlocks.stream()
        .map(
            block ->
                "try "
                    + text.label(block.start)
                    + " to "
                    + text.label(block.end)
                    + " catch "
                    + (block.type == null ? "any" : InstructionText.simple(block.type))
                    + " at "
                    + text.label(block.handler))
        .toList();
  }

  private static Set<LabelNode> targets(MethodNode method) {
    var targets = new HashSet<LabelNode>();
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof JumpInsnNode jump) {
        targets.add(jump.label);
      } else if (insn instanceof TableSwitchInsnNode table) {
        targets.addAll(table.labels);
        targets.add(table.dflt);
      } else if (insn instanceof LookupSwitchInsnNode lookup) {
        targets.addAll(lookup.labels);
        targets.add(lookup.dflt);
      }
    }
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      targets.addAll(List.of(block.start, block.end, block.handler));
    }
    return targets;
  }

  /** The lines that it names. */
  SortedSet<Integer> lines() {
    return runs.stream()
        .map(Run::line)
        .filter(line -> line > 0)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<Row> rows() {
    return runs.stream().flatMap(run -> run.rows().stream()).toList();
  }

  /**
   * The same listing, in which the rows that {@code written} does not have are marked: a longest
   * common subsequence is what stayed.
   */
  CodeListing comparedTo(CodeListing written) {
    List<String> before =
        written.rows().stream().filter(row -> !row.isLabel()).map(Row::comparable).toList();
    List<Row> after = rows();
    if ((long) before.size() * after.size() > LARGEST) {
      return this;
    }
    boolean[] stayed = stayed(before, after);
    var marked = new ArrayList<Run>();
    int at = 0;
    for (Run run : runs) {
      var rows = new ArrayList<Row>();
      for (Row row : run.rows()) {
        rows.add(new Row(row.text(), row.isLabel(), !row.isLabel() && !stayed[at]));
        at++;
      }
      marked.add(new Run(run.line(), rows));
    }
    return new CodeListing(marked, handlers);
  }

  private static boolean[] stayed(List<String> before, List<Row> after) {
    List<String> rows = after.stream().map(row -> row.isLabel() ? "" : row.comparable()).toList();
    int[][] length = new int[before.size() + 1][rows.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = rows.size() - 1; j >= 0; j--) {
        length[i][j] =
            before.get(i).equals(rows.get(j))
                ? length[i + 1][j + 1] + 1
                : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    boolean[] stayed = new boolean[rows.size()];
    int i = 0;
    int j = 0;
    while (i < before.size() && j < rows.size()) {
      if (before.get(i).equals(rows.get(j))) {
        stayed[j++] = true;
        i++;
      } else if (length[i + 1][j] >= length[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
    return stayed;
  }
}
