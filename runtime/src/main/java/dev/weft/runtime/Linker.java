package dev.weft.runtime;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CompletionStage;

/**
 * Links a call to an {@code @Async} method of a class of which the weaver could not know whether it
 * is woven: excluded, loaded before the agent, or out of another build.
 *
 * <p>Bootstrap methods for {@code invokedynamic}. A woven body is called directly; in its absence
 * the ordinary method is called, and the stage it returns is awaited if it is a task method's.
 */
public final class Linker {

  private static final MethodHandle AWAIT_RETURNED;

  static {
    try {
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
   * @param type receiver (if there is one), parameters and carrier to the woven body's result
   * @param owner the class named by the call
   * @param plain the method's type as written, without receiver
   * @param isStatic 1 for a static method, 0 for a virtual one
   * @return a call site that never changes
   * @throws IncompatibleClassChangeError as the plain call would have, if not even the ordinary
   *     method is there
   */
  public static CallSite link(
      MethodHandles.Lookup caller,
      String name,
      MethodType type,
      Class<?> owner,
      MethodType plain,
      int isStatic) {
    try {
      return new ConstantCallSite(target(caller, name, type, owner, plain, isStatic).asType(type));
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
      int isStatic)
      throws NoSuchMethodException, IllegalAccessException {
    MethodType woven =
        plain.appendParameterTypes(Carrier.class).changeReturnType(type.returnType());
    try {
      return find(caller, owner, name, woven, isStatic != 0);
    } catch (NoSuchMethodException | IllegalAccessException notWoven) {
      return ordinary(find(caller, owner, name, plain, isStatic != 0), type, owner, name);
    }
  }

  private static MethodHandle find(
      MethodHandles.Lookup caller, Class<?> owner, String name, MethodType type, boolean isStatic)
      throws NoSuchMethodException, IllegalAccessException {
    return isStatic ? caller.findStatic(owner, name, type) : caller.findVirtual(owner, name, type);
  }

  /** The ordinary method with a carrier added, which a task method's result is awaited with. */
  private static MethodHandle ordinary(
      MethodHandle method, MethodType site, Class<?> owner, String name) {
    int carrierAt = site.parameterCount() - 1;
    boolean task =
        CompletionStage.class.isAssignableFrom(method.type().returnType())
            && site.returnType() == Object.class;
    if (!task) {
      return MethodHandles.dropArguments(method, carrierAt, Carrier.class);
    }
    MethodHandle await =
        MethodHandles.insertArguments(AWAIT_RETURNED, 2, owner.getName() + "." + name);
    await = await.asType(await.type().changeParameterType(0, method.type().returnType()));
    return MethodHandles.collectArguments(await, 0, method);
  }
}
