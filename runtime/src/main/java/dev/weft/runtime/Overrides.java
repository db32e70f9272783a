package dev.weft.runtime;

import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Tells a woven body whether it is the right one for its receiver.
 *
 * <p>A subclass that was not woven (a proxy, a mock, an excluded class) may override the ordinary
 * method and yet inherit the woven body of its parent. The body asks here before it runs, if the
 * receiver's class is not its own, and otherwise calls the ordinary method.
 *
 * <p>Any thread; answers are cached for as long as the receiver's class lives.
 */
public final class Overrides extends ClassValue<Boolean> {

  private final String name;
  private final MethodType plain;
  private final MethodType woven;

  /** The class that was asked about last; a race only costs a look-up. */
  private WeakReference<Class<?>> lastAgreed = new WeakReference<>(null);

  /**
   * One woven method's check.
   *
   * @param name the method's name
   * @param plain its type as written
   * @param woven the type of its woven body
   */
  public Overrides(String name, MethodType plain, MethodType woven) {
    this.name = name;
    this.plain = plain;
    this.woven = woven;
  }

  /**
   * Whether the body may run for a receiver of another class than its own: always in a special
   * call; else if the receiver's class overrides neither or both of the ordinary method and the
   * body.
   */
  public boolean mayRun(Class<?> receiver, Carrier carrier) {
    if (carrier.special) {
      carrier.special = false;
      return true;
    }
    if (lastAgreed.refersTo(receiver)) {
      return true;
    }
    boolean agree = get(receiver);
    if (agree) {
      lastAgreed = new WeakReference<>(receiver);
    }
    return agree;
  }

  @Override
  protected Boolean computeValue(Class<?> receiver) {
    try {
      Method body = declaration(receiver, woven, null);
      Method ordinary = body == null ? null : declaration(receiver, plain, body);
      return body != null
          && ordinary != null
          && ordinary.getDeclaringClass() == body.getDeclaringClass();
    } catch (NoClassDefFoundError unreadable) {
      return false; // the ordinary method is right in any case
    }
  }

  /**
   * The method of a type that runs for a receiver.
   *
   * @param base one with the access of that which is called, if it is known: what only looks like
   *     it overrides nothing
   */
  private @Nullable Method declaration(Class<?> receiver, MethodType type, @Nullable Method base) {
    for (Class<?> k = receiver; k != null; k = k.getSuperclass()) {
      Method declared = declared(k, type, base);
      if (declared != null) {
        return declared;
      }
    }
    Method most = null;
    for (Class<?> k = receiver; k != null; k = k.getSuperclass()) {
      for (Class<?> face : k.getInterfaces()) {
        most = moreSpecific(most, inInterfaces(face, type));
      }
    }
    return most;
  }

  private @Nullable Method inInterfaces(Class<?> face, MethodType type) {
    Method declared = declared(face, type, null);
    if (declared != null) {
      return declared;
    }
    Method most = null;
    for (Class<?> parent : face.getInterfaces()) {
      most = moreSpecific(most, inInterfaces(parent, type));
    }
    return most;
  }

  private static @Nullable Method moreSpecific(@Nullable Method a, @Nullable Method b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.getDeclaringClass().isAssignableFrom(b.getDeclaringClass()) ? b : a;
  }

  private @Nullable Method declared(Class<?> type, MethodType signature, @Nullable Method base) {
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(name)
          && method.getReturnType() == signature.returnType()
          && MethodType.methodType(method.getReturnType(), method.getParameterTypes())
              .equals(signature)) {
        return mayOverride(method, base) ? method : null;
      }
    }
    return null;
  }

  /**
   * Static and private methods override none, and what a package keeps is overridden in it only.
   */
  private static boolean mayOverride(Method method, @Nullable Method base) {
    int fixed = Modifier.STATIC | Modifier.PRIVATE;
    if ((method.getModifiers() & fixed) != 0) {
      return false;
    }
    return base == null
        || (base.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0
        || method.getDeclaringClass().getPackage() == base.getDeclaringClass().getPackage();
  }
}
