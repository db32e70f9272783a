package dev.weft.internal.linking;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver's class makes of a method and its woven body.
 *
 * <p>The body is meant if the class that provides the ordinary method provides the body as well,
 * and has it from the weaver (or wrote it by hand). A class that was woven says so by a private
 * static method, {@value #MARK}, which those that are made by deriving from it never take over. A
 * class without the mark that overrides a body of another class is a proxy, whatever it is made by.
 * A body that overrides none was written by hand: no framework invents one.
 *
 * <p>Lambdas of {@code @Async} interfaces provide the body and inherit the ordinary method from an
 * interface of the weaver's, which calls that body.
 */
final class ReceiverClass {

  /** The method that the weaver adds to each class with bodies. */
  static final String MARK = "weft$woven";

  private final Class<?> type;
  private final MethodHandles.Lookup caller;
  private final String owner;
  private final String name;

  /**
   * The class of one receiver.
   *
   * @param caller a look-up in the calling class's package
   * @param owner binary name of the class that the call names
   * @param name the called method
   */
  ReceiverClass(Class<?> type, MethodHandles.Lookup caller, String owner, String name) {
    this.type = type;
    this.caller = caller;
    this.owner = owner;
    this.name = name;
  }

  /** Whether a call of the ordinary method means the body. */
  boolean means(String plain, String woven) {
    if (Proxy.isProxyClass(type)) {
      return false;
    }
    Class<?> method = provider(plain);
    Class<?> body = provider(woven);
    if (method == null || body == null) {
      return false;
    }
    if (method == body) {
      return (isMarked(body) || isByHand(body, woven)) && hasWhatIsBridged(body, plain);
    }
    return body == type
        && method.isInterface()
        && isMarked(method)
        && (type.isHidden() || isMarked(type));
  }

  /**
   * Whether, if the method is a bridge of one with the same parameters, which has the same body,
   * the class provides that one, too: a class below may override it and leave the bridge as it is.
   */
  private boolean hasWhatIsBridged(Class<?> provider, String plain) {
    Method bridge = declaredIfReadable(provider, plain);
    if (bridge == null || !bridge.isBridge()) {
      return true;
    }
    for (Method each : provider.getDeclaredMethods()) {
      if (each.getName().equals(name)
          && !each.isBridge()
          && isVirtual(each)
          && Arrays.equals(each.getParameterTypes(), bridge.getParameterTypes())
          && provider(descriptor(each)) != provider) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Method declaredIfReadable(Class<?> k, String descriptor) {
    try {
      return declared(k, descriptor);
    } catch (NoClassDefFoundError unreadable) {
      return null;
    }
  }

  /** Whether a class overrides bodies without having been woven: only what copies methods does. */
  boolean overridesBodyUnwoven(String woven) {
    if (Proxy.isProxyClass(type)) {
      return true;
    }
    Class<?> body = provider(woven);
    return body != null && !body.isInterface() && !isMarked(body) && !isByHand(body, woven);
  }

  /** The class or interface that its body is of, or null if it has none. */
  @Nullable Class<?> bodyProvider(String woven) {
    return provider(woven);
  }

  private boolean isByHand(Class<?> provider, String woven) {
    Class<?> parent = provider.getSuperclass();
    if (parent != null && of(parent).provider(woven) != null) {
      return false;
    }
    return Arrays.stream(provider.getInterfaces())
        .allMatch(face -> of(face).provider(woven) == null);
  }

  private ReceiverClass of(Class<?> other) {
    return new ReceiverClass(other, caller, owner, name);
  }

  /** The class or interface whose method of this descriptor a virtual call selects. */
  private @Nullable Class<?> provider(String descriptor) {
    try {
      return declarer(descriptor);
    } catch (NoClassDefFoundError unreadable) {
      return resolved(descriptor); // some other method's types are missing
    }
  }

  private @Nullable Class<?> declarer(String descriptor) {
    Method called = called(descriptor);
    for (Class<?> k = type; k != null; k = k.getSuperclass()) {
      Method declared = declared(k, descriptor);
      if (declared != null && (called == null || mayOverride(declared, called))) {
        return k;
      }
    }
    Class<?> most = null;
    for (Class<?> k = type; k != null; k = k.getSuperclass()) {
      for (Class<?> face : k.getInterfaces()) {
        most = moreSpecific(most, inInterfaces(face, descriptor));
      }
    }
    return most;
  }

  /**
   * The method that a call resolves to, if that is a class's: its access decides what overrides.
   */
  private @Nullable Method called(String descriptor) {
    boolean above = false;
    for (Class<?> k = type; k != null; k = k.getSuperclass()) {
      above |= k.getName().equals(owner);
      Method declared = above ? declared(k, descriptor) : null;
      if (declared != null) {
        return declared;
      }
    }
    return null;
  }

  /** A method of its package alone is overridden in that package only. */
  private static boolean mayOverride(Method method, Method called) {
    Class<?> k = method.getDeclaringClass();
    Class<?> base = called.getDeclaringClass();
    return (called.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0
        || (k.getClassLoader() == base.getClassLoader()
            && k.getPackageName().equals(base.getPackageName()));
  }

  private @Nullable Class<?> inInterfaces(Class<?> face, String descriptor) {
    if (declared(face, descriptor) != null) {
      return face;
    }
    Class<?> most = null;
    for (Class<?> parent : face.getInterfaces()) {
      most = moreSpecific(most, inInterfaces(parent, descriptor));
    }
    return most;
  }

  private static @Nullable Class<?> moreSpecific(@Nullable Class<?> a, @Nullable Class<?> b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.isAssignableFrom(b) ? b : a;
  }

  private @Nullable Method declared(Class<?> k, String descriptor) {
    for (Method method : k.getDeclaredMethods()) {
      if (method.getName().equals(name)
          && isVirtual(method)
          && descriptor.equals(descriptor(method))) {
        return method;
      }
    }
    return null;
  }

  private static String descriptor(Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
        .toMethodDescriptorString();
  }

  private static boolean isVirtual(Method method) {
    return (method.getModifiers() & (Modifier.STATIC | Modifier.PRIVATE)) == 0;
  }

  /** The same by the JVM's own resolution, which looks at no other method. */
  private @Nullable Class<?> resolved(String descriptor) {
    try {
      MethodHandles.Lookup lookup = lookupIn(type);
      MethodType signature =
          MethodType.fromMethodDescriptorString(descriptor, type.getClassLoader());
      MethodHandle found = lookup.findVirtual(type, name, signature);
      MethodHandleInfo info = lookup.revealDirect(found);
      return info.getDeclaringClass();
    } catch (ReflectiveOperationException | LinkageError | TypeNotPresentException notThere) {
      return null; // the ordinary method is right in any case
    }
  }

  private MethodHandles.Lookup lookupIn(Class<?> k) throws IllegalAccessException {
    try {
      return MethodHandles.privateLookupIn(k, MethodHandles.lookup());
    } catch (IllegalAccessException notOpen) {
      return MethodHandles.privateLookupIn(k, caller);
    }
  }

  private static boolean isMarked(Class<?> k) {
    try {
      for (Method method : k.getDeclaredMethods()) {
        if (method.getName().equals(MARK)) {
          return true;
        }
      }
      return false;
    } catch (NoClassDefFoundError unreadable) {
      return isMarkResolved(k);
    }
  }

  private static boolean isMarkResolved(Class<?> k) {
    try {
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(k, MethodHandles.lookup());
      return isMarkResolved(k, lookup, int.class) || isMarkResolved(k, lookup, void.class);
    } catch (IllegalAccessException notOpen) {
      return false;
    }
  }

  /** By hand it returns nothing. */
  private static boolean isMarkResolved(Class<?> k, MethodHandles.Lookup lookup, Class<?> result) {
    try {
      MethodHandle mark = lookup.findStatic(k, MARK, MethodType.methodType(result));
      return lookup.revealDirect(mark).getDeclaringClass() == k;
    } catch (ReflectiveOperationException | LinkageError notThere) {
      return false;
    }
  }
}
