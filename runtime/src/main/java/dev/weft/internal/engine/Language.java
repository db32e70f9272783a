package dev.weft.internal.engine;

import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects of the types that only the layers above the engine have: those that generated code
 * names, and those that users see.
 *
 * <p>The engine knows nothing of the language that is built upon it, and yet has to make its tasks
 * and generators when generated code asks for them. So there is one object that makes them, which
 * is found by its name, once. Any thread.
 */
public abstract class Language {

  private static final String NAME = "dev.weft.WeftLanguage";

  private static final Language INSTANCE = find();

  /** For the one subclass. */
  protected Language() {}

  private static Language find() {
    try {
      Constructor<?> made =
          Class.forName(NAME, true, Language.class.getClassLoader()).getDeclaredConstructor();
      made.setAccessible(true);
      return (Language) made.newInstance();
    } catch (ReflectiveOperationException incomplete) {
      throw new LinkageError(
          "the Weft runtime is incomplete: " + NAME + " is missing; keep it when shrinking classes",
          incomplete);
    }
  }

  /** The one instance. */
  public static Language get() {
    return INSTANCE;
  }

  /** A carrier, as generated code names it. */
  public abstract Carrier newCarrier(boolean generator);

  /** The coroutine of a call of a task method that {@code carrier}'s thread makes; it is a task. */
  public abstract Coroutine newTask(Carrier carrier);

  /**
   * A coroutine that begins with {@code body}, and has not begun; it is a task.
   *
   * @param scheduler where it belongs; null for where what {@code carrier}'s thread runs does
   * @param body a functional object of the language whose method suspends
   */
  public abstract Coroutine newTask(Carrier carrier, @Nullable Object scheduler, Object body);

  /** The generator of a call whose arguments are in {@code notStarted}. */
  public abstract GeneratorState newGenerator(@Nullable Frame notStarted);

  /** The same for a generator that may wait. */
  public abstract AsyncGeneratorState newAsyncGenerator(@Nullable Frame notStarted);
}
