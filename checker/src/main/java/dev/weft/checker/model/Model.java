package dev.weft.checker.model;

import com.sun.source.util.Trees;
import java.util.Set;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** All that rules ask about a program. One for each run of the compiler; its thread only. */
public final class Model {

  private final Trees trees;
  private final Members members;
  private final Coroutines coroutines;
  private final Suspensions suspensions;
  private final GeneratorBodies generatorBodies;

  /**
   * A model of what a compiler has read.
   *
   * @param taskTypes qualified names of types that are declared to be task-like
   */
  public Model(Trees trees, Elements elements, Types types, Set<String> taskTypes) {
    this.trees = trees;
    members = new Members(elements, types);
    coroutines = new Coroutines(members, taskTypes);
    suspensions = new Suspensions(trees, members, coroutines);
    generatorBodies = new GeneratorBodies(trees);
  }

  /** The compiler's trees. */
  public Trees trees() {
    return trees;
  }

  /** What types have. */
  public Members members() {
    return members;
  }

  /** Which methods and lambdas are coroutines. */
  public Coroutines coroutines() {
    return coroutines;
  }

  /** What suspends. */
  public Suspensions suspensions() {
    return suspensions;
  }

  /** Whether generators have something to release. */
  public GeneratorBodies generatorBodies() {
    return generatorBodies;
  }

  /** Whether Weft's annotation can be found, without which there is nothing to check. */
  public boolean knowsWeft() {
    return members.type(Names.ASYNC) != null;
  }
}
