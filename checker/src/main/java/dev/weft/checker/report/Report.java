package dev.weft.checker.report;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import dev.weft.checker.report.Settings.Level;
import java.util.HashSet;
import java.util.Set;
import javax.tools.Diagnostic;

/** Tells the compiler what has been found. */
public final class Report {

  private final Trees trees;
  private final Settings settings;
  private final Suppression suppression;
  private final Set<String> failed = new HashSet<>();

  /** A report by way of a compiler's trees. */
  public Report(Trees trees, Settings settings) {
    this.trees = trees;
    this.settings = settings;
    suppression = new Suppression(trees);
  }

  /**
   * Tells of something at a tree, unless a declaration around it or an option suppresses that.
   *
   * @param text what is wrong, and what to do
   */
  public void found(Check check, TreePath path, String text) {
    boolean isOff = check.canBeSuppressed() && settings.off().contains(check);
    if (isOff || suppression.isSuppressed(check, path)) {
      return;
    }
    boolean isError = check.isError() && settings.level() == Level.ERROR;
    trees.printMessage(
        isError ? Diagnostic.Kind.ERROR : Diagnostic.Kind.WARNING,
        "[weft:" + check.word() + "] " + text,
        path.getLeaf(),
        path.getCompilationUnit());
  }

  /**
   * Tells that the checker itself has failed, once for each class.
   *
   * @param type the class's binary name
   */
  public void failed(String type, TreePath path, Throwable failure) {
    if (!failed.add(type)) {
      return;
    }
    trees.printMessage(
        Diagnostic.Kind.WARNING,
        "[weft] the checker failed in "
            + type
            + lineOf(path)
            + " ("
            + failure
            + " at "
            + firstFrame(failure)
            + "), and did not check all of it; this is a fault of Weft's, please report it. What is"
            + " compiled is not affected",
        path.getLeaf(),
        path.getCompilationUnit());
  }

  private static String firstFrame(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return trace.length == 0 ? "an unknown place" : trace[0].toString();
  }

  private String lineOf(TreePath path) {
    CompilationUnitTree unit = path.getCompilationUnit();
    long position = trees.getSourcePositions().getStartPosition(unit, path.getLeaf());
    LineMap lines = unit.getLineMap();
    return position < 0 || lines == null ? "" : ", line " + lines.getLineNumber(position);
  }

  /** Tells of an option that is not understood. */
  public void misconfigured(CompilationUnitTree unit, String text) {
    Tree place = unit.getTypeDecls().isEmpty() ? unit : unit.getTypeDecls().get(0);
    trees.printMessage(Diagnostic.Kind.WARNING, "[weft] " + text, place, unit);
  }
}
