package dev.weft.runtime;

import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
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
      Class<?> ordinary = declarer(receiver, plain);
      Class<?> body = declarer(receiver, woven);
      return ordinary != null && ordinary == body;
    } catch (NoClassDefFoundError unreadable) {
      return false; // the ordinary method is right in any case
    }
  }

  private @Nullable Class<?> declarer(Class<?> receiver, MethodType type) {
    for (Class<?> k = receiver; k != null; k = k.getSuperclass()) {
      if (declares(k, type)) {
        return k;
      }
    }
    Class<?> most = null;
    for (Class<?> k = receiver; k != null; k = k.getSuperclass()) {
      for (Class<?> face : k.getInterfaces()) {
        most = moreSpecific(most, inInterfaces(face, type));
      }
    }
    return most;
  }

  private @Nullable Class<?> inInterfaces(Class<?> face, MethodType type) {
    if (declares(face, type)) {
      return face;
    }
    Class<?> most = null;
    for (Class<?> parent : face.getInterfaces()) {
      most = moreSpecific(most, inInterfaces(parent, type));
    }
    return most;
  }

  private static @Nullable Class<?> moreSpecific(@Nullable Class<?> a, @Nullable Class<?> b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.isAssignableFrom(b) ? b : a;
  }

  private boolean declares(Class<?> type, MethodType signature) {
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(name)
          && method.getReturnType() == signature.returnType()
          && MethodType.methodType(method.getReturnType(), method.getParameterTypes())
              .equals(signature)) {
        return true;
      }
    }
    return false;
  }
}
