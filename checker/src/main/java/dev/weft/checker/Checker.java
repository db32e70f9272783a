package dev.weft.checker;

import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import dev.weft.checker.model.Model;
import dev.weft.checker.report.Report;
import dev.weft.checker.report.Settings;
import dev.weft.checker.report.Settings.Level;
import dev.weft.checker.rules.BlockingCalls;
import dev.weft.checker.rules.DroppedTasks;
import dev.weft.checker.rules.HeldMonitors;
import dev.weft.checker.rules.MarkedMethods;
import dev.weft.checker.rules.OutsideCoroutines;
import dev.weft.checker.rules.PlainCalls;
import dev.weft.checker.rules.RefusedCalls;
import dev.weft.checker.rules.Rule;
import dev.weft.checker.rules.UnclosedGenerators;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * The checker in one run of the compiler: checks each class when the compiler has analysed it.
 *
 * <p>There is one for each run, whether the plugin, the processor or both have asked for it. The
 * compiler's thread only.
 */
final class Checker implements TaskListener {

  /** Those that have been installed, by the run that also holds them. */
  private static final Map<JavacTask, WeakReference<Checker>> INSTALLED = new WeakHashMap<>();

  private final JavacTask task;
  private final Map<String, String> options = new HashMap<>();
  private @Nullable Setup setup;

  /** What is made when the first class is checked, as options are known then. */
  private record Setup(Options options, Model model, Report report, List<Rule> rules) {}

  private Checker(JavacTask task) {
    this.task = task;
  }

  /**
   * Has a run checked.
   *
   * @param options more options, by names without prefix; those that are there already stay
   */
  static void install(JavacTask task, Map<String, String> options) {
    synchronized (INSTALLED) {
      WeakReference<Checker> known = INSTALLED.get(task);
      Checker checker = known == null ? null : known.get();
      if (checker == null) {
        checker = new Checker(task);
        INSTALLED.put(task, new WeakReference<>(checker));
        task.addTaskListener(checker);
      }
      options.forEach(checker.options::putIfAbsent);
    }
  }

  @Override
  public void finished(TaskEvent event) {
    TypeElement type = event.getTypeElement();
    if (event.getKind() != TaskEvent.Kind.ANALYZE || type == null) {
      return;
    }
    Trees trees = Trees.instance(task);
    TreePath path = trees.getPath(type);
    if (path == null) { // a module's or package's declaration
      return;
    }
    try {
      check(type, trees, path);
    } catch (RuntimeException | LinkageError failure) { // before there was anything to report by
      new Report(trees, new Settings(Level.WARN, Set.of()))
          .failed(type.getQualifiedName().toString(), path, failure);
    }
  }

  private void check(TypeElement type, Trees trees, TreePath path) {
    Setup ready = setup == null ? setUp(trees, path) : setup;
    setup = ready;
    if (!ready.options.isOff() && ready.model.knowsWeft()) {
      String name = ready.model.members().binaryName(type);
      new ClassCheck(ready.model, ready.report, ready.rules, name).check(path);
    }
  }

  private Setup setUp(Trees trees, TreePath first) {
    var read = new Options(options);
    var model = new Model(trees, task.getElements(), task.getTypes(), read.taskTypes());
    var report = new Report(trees, read.settings());
    read.problems().forEach(problem -> report.misconfigured(first.getCompilationUnit(), problem));
    return new Setup(read, model, report, rules(model, report, read));
  }

  private static List<Rule> rules(Model model, Report report, Options options) {
    return List.of(
        new MarkedMethods(report),
        new RefusedCalls(report),
        new OutsideCoroutines(model, report),
        new HeldMonitors(report, options.releasesMonitors()),
        new DroppedTasks(model, report),
        new BlockingCalls(model, report, options.blocking()),
        new UnclosedGenerators(model, report),
        new PlainCalls(model, report));
  }
}
