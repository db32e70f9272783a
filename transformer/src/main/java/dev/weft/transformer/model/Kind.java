package dev.weft.transformer.model;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/**
 * The kinds of {@code @Async} methods, told apart by the return type alone, and all that the weaver
 * has to know of each; how a call from ordinary code begins is written by the kind's entry emitter.
 *
 * <p>Nothing else compares kinds: a further one is a constant here and an emitter there.
 */
public enum Kind {
  /** Returns a task, stage or future; a call from ordinary code starts it at once. */
  TASK(
      RuntimeNames.TASK_DESC,
      "L" + RuntimeNames.COMPLETION_STAGE + ";",
      "L" + RuntimeNames.COMPLETABLE_FUTURE + ";") {
    @Override
    public Type bodyResult(String descriptor) {
      return Type.getObjectType("java/lang/Object");
    }

    @Override
    public boolean takesCarrierFirst() {
      return true;
    }

    @Override
    public @Nullable String refusalToEmit() {
      return "in a task method, but only generators emit; let the method return Generator or"
          + " AsyncGenerator";
    }

    @Override
    public RuntimeMethod returned() {
      return RuntimeMethod.AWAIT_RETURNED;
    }

    @Override
    public boolean isWrapper(String owner, String name) {
      return (owner.equals(RuntimeNames.TASK) && name.equals("completed"))
          || (owner.equals(RuntimeNames.COMPLETABLE_FUTURE)
              && (name.equals("completedFuture") || name.equals("completedStage")));
    }

    @Override
    public boolean holdsFailures() {
      return true;
    }

    @Override
    public boolean isKnownByAwaiting() {
      return true;
    }
  },

  /** Returns a generator, which runs when asked. */
  GENERATOR("L" + RuntimeNames.GENERATOR + ";") {
    @Override
    public Type bodyResult(String descriptor) {
      return Type.VOID_TYPE;
    }

    @Override
    public @Nullable String refusalToAwait() {
      return "in a generator method, but a generator suspends only to emit; await before the"
          + " generator is made and pass it the results, emit tasks, or let the method return"
          + " AsyncGenerator";
    }

    @Override
    public @Nullable String refusalToSynchronize() {
      return SYNCHRONIZED_GENERATOR;
    }

    @Override
    public boolean isLazy() {
      return true;
    }

    @Override
    public GeneratorClasses generator() {
      return GeneratorClasses.PLAIN;
    }

    @Override
    public RuntimeMethod returned() {
      return RuntimeMethod.EMIT_RETURNED;
    }

    @Override
    public RuntimeMethod returnedByCall() {
      return RuntimeMethod.EMIT_ALL; // as the plain call would: it does not take null
    }

    @Override
    public boolean endsByNull() {
      return true;
    }
  },

  /** Returns a generator whose body may also wait, which runs when asked, as a part of who asks. */
  ASYNC_GENERATOR("L" + RuntimeNames.ASYNC_GENERATOR + ";") {
    @Override
    public Type bodyResult(String descriptor) {
      return Type.VOID_TYPE;
    }

    @Override
    public @Nullable String refusalToSynchronize() {
      return SYNCHRONIZED_GENERATOR;
    }

    @Override
    public boolean isLazy() {
      return true;
    }

    @Override
    public GeneratorClasses generator() {
      return GeneratorClasses.ASYNC;
    }

    @Override
    public RuntimeMethod returned() {
      return RuntimeMethod.EMIT_RETURNED_ASYNC;
    }

    @Override
    public RuntimeMethod returnedByCall() {
      return RuntimeMethod.EMIT_ALL_ASYNC;
    }

    @Override
    public boolean endsByNull() {
      return true;
    }
  },

  /** Returns anything else; a call from ordinary code blocks. */
  SUSPENDING {
    @Override
    public Type bodyResult(String descriptor) {
      return Type.getReturnType(descriptor);
    }

    @Override
    public boolean isPartOfCaller() {
      return true;
    }
  };

  private static final String SYNCHRONIZED_GENERATOR =
      "is a synchronized generator method, but its code runs long after the call, when the"
          + " monitor is no longer held; synchronize inside, between emits";

  private static final String PARAMETERS = "I" + RuntimeNames.CARRIER_DESC;
  private static final String CARRIER_FIRST = RuntimeNames.CARRIER_DESC + "I";

  /** By the descriptor of the return type; of methods that return anything else, none. */
  private static final Map<String, Kind> BY_RETURN_TYPE = new HashMap<>();

  static {
    for (Kind kind : values()) {
      for (String type : kind.returnTypes) {
        BY_RETURN_TYPE.put(type, kind);
      }
    }
  }

  /** The descriptors of the return types by which it is known. */
  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> returnTypes;

  Kind(String... returnTypes) {
    this.returnTypes = List.of(returnTypes);
  }

  /**
   * The kind of a method by its descriptor, as far as that alone tells; see {@link Hierarchy#kind}.
   */
  public static Kind of(String descriptor) {
    String returned = descriptor.substring(descriptor.indexOf(')') + 1);
    return BY_RETURN_TYPE.getOrDefault(returned, SUSPENDING);
  }

  /** The kind of methods whose return type is declared, or made, to be task-like. */
  static Kind ofTasks() {
    return TASK;
  }

  /** The kind of intrinsics, which are calls like those of methods that block elsewhere. */
  public static Kind ofIntrinsics() {
    return SUSPENDING;
  }

  /** The kind whose {@link #word} is this. */
  public static Kind named(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace(' ', '_'));
  }

  /** What it is called in reports: {@code task}, {@code async generator} and so on. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** What the woven body of such a method returns: its result, unboxed. */
  public abstract Type bodyResult(String descriptor);

  /**
   * The descriptor of the woven body: the parameters, the stack that is left, the carrier; or the
   * last two the other way round.
   */
  public final String bodyDescriptor(String descriptor) {
    String parameters = descriptor.substring(0, descriptor.indexOf(')'));
    String own = takesCarrierFirst() ? CARRIER_FIRST : PARAMETERS;
    return parameters + own + ")" + bodyResult(descriptor).getDescriptor();
  }

  /**
   * Whether bodies take the carrier before the stack that is left.
   *
   * <p>A task method's do. They return what is in the task, as an object, and so would else look
   * like the body of a method that returns an object, which may well be the task: {@code T make()}
   * in a generic type, and {@code Task<String> make()} that implements it, are both there to be
   * called.
   */
  public boolean takesCarrierFirst() {
    return false;
  }

  /** Whether a body takes the carrier before the stack that is left. */
  public static boolean takesCarrierFirst(String bodyDescriptor) {
    return bodyDescriptor.contains(CARRIER_FIRST + ")");
  }

  /** Why a body may not await, to follow "calls ..."; null if it may. */
  public @Nullable String refusalToAwait() {
    return null;
  }

  /** Why a body may not emit, to follow "calls ..."; null if it may. */
  public @Nullable String refusalToEmit() {
    return null;
  }

  /** Why a method may not be {@code synchronized}, to follow its name; null if it may. */
  public @Nullable String refusalToSynchronize() {
    return null;
  }

  /**
   * Whether a plain call is itself a suspension point. A call of another kind makes an object, and
   * is one only together with the call that consumes the object; see {@link Intrinsic#consumes}.
   */
  public boolean isPartOfCaller() {
    return false;
  }

  /**
   * Whether a call from ordinary code runs nothing yet. Where the callee may not be woven, such a
   * call is left as it is even if what it makes is consumed at once, and so is a lambda: what it
   * returns runs by itself and needs no other body.
   */
  public boolean isLazy() {
    return false;
  }

  /**
   * What goes on with what a method returns, where that is not its result but holds it: a stage to
   * be awaited, or the rest to be emitted, when its own code is done. Null where it is the result.
   */
  public @Nullable RuntimeMethod returned() {
    return null;
  }

  /** {@link #returned} for what a call of an ordinary method gives in place of a body. */
  public @Nullable RuntimeMethod returnedByCall() {
    return returned();
  }

  /**
   * What the runtime has for the generator that a call returns; null if it returns none. A
   * generator may be the frame of the call itself, which then is resumed without a driver and a
   * carrier where it suspends only to hand something out.
   */
  public @Nullable GeneratorClasses generator() {
    return null;
  }

  /** Whether a call only wraps the result of a method that returns what the call gives. */
  public boolean isWrapper(String owner, String name) {
    return false;
  }

  /** Whether a method returns null where there is nothing to hand over. */
  public boolean endsByNull() {
    return false;
  }

  /**
   * Whether what the body throws, a refusal too, is in what the method returns, which itself never
   * throws. The body then begins within the call, below that of whoever called: the stack grows by
   * ordinary calls of such methods as well.
   */
  public boolean holdsFailures() {
    return false;
  }

  /** Whether a lambda that returns such is a coroutine, whatever its interface, if it awaits. */
  public boolean isKnownByAwaiting() {
    return false;
  }
}
