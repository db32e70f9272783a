package dev.weft.runtime;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.concurrent.CompletionStage;

/**
 * Links a call to an {@code @Async} method of a class of which the weaver could not know whether it
 * is woven: excluded, loaded before the agent, or out of another build.
 *
 * <p>Bootstrap methods for {@code invokedynamic}. A woven body is called directly; in its absence
 * the ordinary method is called, and the stage it returns is awaited if it is a task method's.
 */
public final class Linker {

  private static final int VIRTUAL = 0;
  private static final int STATIC = 1;
  private static final int SPECIAL = 2;

  private static final MethodHandle AWAIT_RETURNED;
  private static final MethodHandle MARK_SPECIAL;

  static {
    try {
      MARK_SPECIAL =
          MethodHandles.insertArguments(
              MethodHandles.lookup().findSetter(Carrier.class, "special", boolean.class), 1, true);
      AWAIT_RETURNED =
          MethodHandles.lookup()
              .findStatic(
                  Suspend.class,
                  "returned",
                  MethodType.methodType(
                      Object.class, CompletionStage.class, Carrier.class, String.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Linker() {}

  /**
   * Links one call site.
   *
   * @param caller the calling class
   * @param name the method's name
   * @param type receiver (if there is one), parameters, room and carrier (a task method's: carrier
   *     and room) to the woven body's result, with objects in place of what the caller may not name
   * @param owner the class named by the call
   * @param descriptor the method's descriptor as written, without receiver
   * @param kind 0 for a virtual call, 1 for a static one, 2 for a super call
   * @return a call site that never changes
   * @throws IncompatibleClassChangeError as the plain call would have, if not even the ordinary
   *     method is there
   */
  public static CallSite link(
      MethodHandles.Lookup caller,
      String name,
      MethodType type,
      Class<?> owner,
      String descriptor,
      int kind) {
    try {
      ClassLoader loader = caller.lookupClass().getClassLoader();
      MethodType plain = MethodType.fromMethodDescriptorString(descriptor, loader);
      return new ConstantCallSite(target(caller, name, type, owner, plain, kind).asType(type));
    } catch (TypeNotPresentException e) {
      throw (Error) new NoClassDefFoundError(e.typeName()).initCause(e);
    } catch (NoSuchMethodException e) {
      throw (Error) new NoSuchMethodError(e.getMessage()).initCause(e);
    } catch (IllegalAccessException e) {
      throw (Error) new IllegalAccessError(e.getMessage()).initCause(e);
    }
  }

  private static MethodHandle target(
      MethodHandles.Lookup caller,
      String name,
      MethodType type,
      Class<?> owner,
      MethodType plain,
      int kind)
      throws NoSuchMethodException, IllegalAccessException {
    int own = type.parameterCount() - 2; // room and carrier, in the order of the method's kind
    boolean task = type.parameterType(own) == Carrier.class;
    MethodType woven = plain.appendParameterTypes(type.parameterList().subList(own, own + 2));
    woven = task ? woven.changeReturnType(Object.class) : woven;
    MethodHandle body;
    try {
      body = find(caller, owner, name, woven, kind);
    } catch (NoSuchMethodException | IllegalAccessException notWoven) {
      return ordinary(find(caller, owner, name, plain, kind), type, owner, name);
    }
    if (kind == VIRTUAL) {
      return body; // which asks whether its receiver overrides it
    }
    MethodHandle method = find(caller, owner, name, plain, kind);
    if (declarer(caller, method) != declarer(caller, body)) {
      return ordinary(method, type, owner, name); // it hides the body, and is not woven
    }
    return kind == SPECIAL ? marked(caller, body) : body;
  }

  private static Class<?> declarer(MethodHandles.Lookup caller, MethodHandle direct) {
    return caller.revealDirect(direct).getDeclaringClass();
  }

  private static MethodHandle find(
      MethodHandles.Lookup caller, Class<?> owner, String name, MethodType type, int kind)
      throws NoSuchMethodException, IllegalAccessException {
    return switch (kind) {
      case STATIC -> caller.findStatic(owner, name, type);
      case SPECIAL -> caller.findSpecial(owner, name, type, caller.lookupClass());
      default -> caller.findVirtual(owner, name, type);
    };
  }

  /** A body that can be overridden asks whether it is meant; see {@link Overrides}. */
  private static MethodHandle marked(MethodHandles.Lookup caller, MethodHandle body) {
    boolean asks = !Modifier.isFinal(caller.revealDirect(body).getModifiers());
    return asks
        ? MethodHandles.foldArguments(
            body, body.type().parameterList().lastIndexOf(Carrier.class), MARK_SPECIAL)
        : body;
  }

  /**
   * The ordinary method with room and carrier added, which a task method's result is awaited with.
   */
  private static MethodHandle ordinary(
      MethodHandle method, MethodType site, Class<?> owner, String name) {
    int own = site.parameterCount() - 2;
    boolean task = site.parameterType(own) == Carrier.class;
    if (!task) {
      return MethodHandles.dropArguments(method, own, int.class, Carrier.class);
    }
    MethodHandle await =
        MethodHandles.insertArguments(AWAIT_RETURNED, 2, owner.getName() + "." + name);
    await = await.asType(await.type().changeParameterType(0, method.type().returnType()));
    MethodHandle withCarrier = MethodHandles.collectArguments(await, 0, method);
    return MethodHandles.dropArguments(withCarrier, own + 1, int.class);
  }
}
