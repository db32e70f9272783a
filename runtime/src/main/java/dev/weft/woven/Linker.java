package dev.weft.woven;

import dev.weft.internal.engine.Carrier;
import dev.weft.internal.linking.Conventions;
import dev.weft.internal.linking.OrdinaryCall;
import dev.weft.internal.linking.ReceiverCheck;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

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
  private static final MethodHandle HAVE_BODY;
  private static final MethodHandle BEGIN_ORDINARY;

  static {
    try {
      HAVE_BODY =
          MethodHandles.lookup()
              .findVirtual(
                  ReceiverCheck.class,
                  "haveBody",
                  MethodType.methodType(boolean.class, Object.class));
      BEGIN_ORDINARY =
          MethodHandles.lookup()
              .findStatic(
                  OrdinaryCall.class,
                  "begin",
                  MethodType.methodType(
                      void.class, OrdinaryCall.Site.class, Carrier.class, Object[].class));
      AWAIT_RETURNED =
          MethodHandles.lookup()
              .findStatic(
                  Suspend.class,
                  "returned",
                  MethodType.methodType(
                      Object.class, CompletionStage.class, WovenCarrier.class, String.class));
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
    Conventions.check(caller);
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
    boolean task = type.parameterType(own) == WovenCarrier.class;
    MethodType woven = plain.appendParameterTypes(type.parameterList().subList(own, own + 2));
    woven = task ? woven.changeReturnType(Object.class) : woven;
    MethodHandle body;
    try {
      body = find(caller, owner, name, woven, kind);
    } catch (NoSuchMethodException | IllegalAccessException notWoven) {
      return ordinary(find(caller, owner, name, plain, kind), type, owner, name);
    }
    MethodHandle method = find(caller, owner, name, plain, kind);
    if (kind == VIRTUAL) {
      return guarded(caller, body, method, owner, plain, woven);
    }
    if (declarer(caller, method) == declarer(caller, body)) {
      return body;
    }
    // The method hides the body, and is not woven.
    return kind == STATIC
        ? ordinary(method, type, owner, name)
        : instead(caller, method, owner, woven, declarer(caller, method).getName());
  }

  /** The body for receivers that it is meant for; see {@link ReceiverCheck}. */
  private static MethodHandle guarded(
      MethodHandles.Lookup caller,
      MethodHandle body,
      MethodHandle method,
      Class<?> owner,
      MethodType plain,
      MethodType woven) {
    MethodHandleInfo info = caller.revealDirect(body);
    int fixed = Modifier.FINAL | Modifier.PRIVATE;
    if ((info.getModifiers() & fixed) != 0 || Modifier.isFinal(owner.getModifiers())) {
      return body;
    }
    var receivers =
        new ReceiverCheck(
            caller,
            owner.getName(),
            info.getName(),
            plain.toMethodDescriptorString(),
            woven.toMethodDescriptorString());
    MethodHandle test = HAVE_BODY.bindTo(receivers);
    MethodType site = body.type();
    return MethodHandles.guardWithTest(
        test.asType(test.type().changeParameterType(0, site.parameterType(0))),
        body,
        instead(caller, method, owner, woven, null));
  }

  /**
   * Unwinds for the ordinary method to be called next, in the place of a body; returns a dummy.
   *
   * @param through the class that is not woven, if it is not the receiver's
   */
  private static MethodHandle instead(
      MethodHandles.Lookup caller,
      MethodHandle method,
      Class<?> owner,
      MethodType woven,
      @Nullable String through) {
    MethodType type = woven.insertParameterTypes(0, method.type().parameterType(0));
    int count = type.parameterCount() - 2;
    boolean task = type.parameterType(count) == WovenCarrier.class;
    String name = caller.revealDirect(method).getName();
    var site =
        new OrdinaryCall.Site(
            spread(method.asFixedArity(), count),
            task ? waits(AWAIT_RETURNED, owner.getName() + "." + name) : null,
            woven.toMethodDescriptorString(),
            owner.getName(),
            name,
            "in " + caller.lookupClass().getName(),
            through);
    MethodHandle begin = unwinding(site, type, count, task ? count : count + 1);
    MethodHandle dummy = MethodHandles.empty(begin.type().changeReturnType(type.returnType()));
    return MethodHandles.foldArguments(dummy, begin).asType(type);
  }

  /**
   * Begins an ordinary call: {@code count} arguments as objects, and then what {@code type} has
   * besides, of which the one at {@code carrierAt} is the carrier.
   */
  private static MethodHandle unwinding(
      OrdinaryCall.Site site, MethodType type, int count, int carrierAt) {
    MethodType taken = type.generic().changeReturnType(void.class);
    for (int own = count; own < type.parameterCount(); own++) {
      taken = taken.changeParameterType(own, type.parameterType(own));
    }
    int[] order = new int[count + 1];
    order[0] = carrierAt;
    for (int i = 1; i <= count; i++) {
      order[i] = i - 1;
    }
    MethodHandle begin = onCarrier(BEGIN_ORDINARY.bindTo(site).asCollector(Object[].class, count));
    return MethodHandles.permuteArguments(begin, taken, order);
  }

  /** Takes the carrier, which comes first, in the type in which generated code passes it. */
  private static MethodHandle onCarrier(MethodHandle begin) {
    return begin.asType(begin.type().changeParameterType(0, WovenCarrier.class));
  }

  /**
   * Bootstrap method for what is called instead of a body that is not meant for its receiver. It
   * always links: what keeps the method from being called is thrown where the call is waited for.
   *
   * @param caller the calling class
   * @param name the method's name
   * @param type receiver, parameters and carrier, with objects in place of what the caller may not
   *     name, to nothing: the caller returns a dummy
   * @param owner the class named by the call
   * @param descriptor the method's descriptor as written, without receiver
   * @param woven the descriptor of its woven body
   * @param where the place of the call: {@code File.java:12}
   * @param waits waits for what the method returns, on a carrier; absent if that is the result
   * @return a call site that unwinds
   */
  public static CallSite ordinary(
      MethodHandles.Lookup caller,
      String name,
      MethodType type,
      Class<?> owner,
      String descriptor,
      String woven,
      String where,
      MethodHandle... waits) {
    Conventions.check(caller);
    int count = type.parameterCount() - 1;
    var site = site(caller, name, count, owner, descriptor, woven, where, waits);
    return new ConstantCallSite(unwinding(site, type, count, count).asType(type));
  }

  /**
   * The same for a call of more arguments than a call that is linked late can have.
   *
   * @param type receiver and parameters in an array, and carrier, to nothing
   */
  public static CallSite ordinaryOfArray(
      MethodHandles.Lookup caller,
      String name,
      MethodType type,
      Class<?> owner,
      String descriptor,
      String woven,
      String where,
      MethodHandle... waits) {
    int count = parameters(descriptor) + 1;
    var site = site(caller, name, count, owner, descriptor, woven, where, waits);
    return new ConstantCallSite(
        MethodHandles.permuteArguments(onCarrier(BEGIN_ORDINARY.bindTo(site)), type, 1, 0));
  }

  /** How many there are; their types need not be. */
  private static int parameters(String descriptor) {
    int count = 0;
    for (int at = 1; descriptor.charAt(at) != ')'; at++) {
      while (descriptor.charAt(at) == '[') {
        at++;
      }
      at = descriptor.charAt(at) == 'L' ? descriptor.indexOf(';', at) : at;
      count++;
    }
    return count;
  }

  private static OrdinaryCall.Site site(
      MethodHandles.Lookup caller,
      String name,
      int count,
      Class<?> owner,
      String descriptor,
      String woven,
      String where,
      MethodHandle... waits) {
    return new OrdinaryCall.Site(
        spread(ordinary(caller, owner, name, descriptor, count), count),
        waits.length == 0 ? null : waits(waits[0], owner.getName() + "." + name),
        woven,
        owner.getName(),
        name,
        where,
        null);
  }

  private static MethodHandle ordinary(
      MethodHandles.Lookup caller, Class<?> owner, String name, String descriptor, int count) {
    try {
      ClassLoader loader = caller.lookupClass().getClassLoader();
      MethodType plain = MethodType.fromMethodDescriptorString(descriptor, loader);
      return find(caller, owner, name, plain, VIRTUAL).asFixedArity();
    } catch (TypeNotPresentException e) {
      return throwing(count, new NoClassDefFoundError(e.typeName()), e);
    } catch (NoSuchMethodException e) {
      return throwing(count, new NoSuchMethodError(e.getMessage()), e);
    } catch (IllegalAccessException e) {
      return throwing(count, new IllegalAccessError(e.getMessage()), e);
    }
  }

  private static MethodHandle throwing(int count, Error error, Exception cause) {
    error.initCause(cause);
    MethodHandle thrower = MethodHandles.throwException(Object.class, Error.class).bindTo(error);
    return MethodHandles.dropArguments(
        thrower, 0, MethodType.genericMethodType(count).parameterList());
  }

  /** {@code (Object[]) -> Object}. */
  private static MethodHandle spread(MethodHandle method, int count) {
    MethodHandle generic = method.asType(method.type().generic());
    return generic.asSpreader(Object[].class, count);
  }

  /** {@code (Object returned, WovenCarrier) -> Object}. */
  private static MethodHandle waits(MethodHandle waits, String name) {
    MethodHandle named =
        waits.type().parameterCount() == 3 ? MethodHandles.insertArguments(waits, 2, name) : waits;
    return named.asType(MethodType.methodType(Object.class, Object.class, Carrier.class));
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

  /**
   * The ordinary method with room and carrier added, which a task method's result is awaited with.
   */
  private static MethodHandle ordinary(
      MethodHandle method, MethodType site, Class<?> owner, String name) {
    int own = site.parameterCount() - 2;
    boolean task = site.parameterType(own) == WovenCarrier.class;
    if (!task) {
      return MethodHandles.dropArguments(method, own, int.class, WovenCarrier.class);
    }
    MethodHandle await =
        MethodHandles.insertArguments(AWAIT_RETURNED, 2, owner.getName() + "." + name);
    await = await.asType(await.type().changeParameterType(0, method.type().returnType()));
    MethodHandle withCarrier = MethodHandles.collectArguments(await, 0, method);
    return MethodHandles.dropArguments(withCarrier, own + 1, int.class);
  }
}
