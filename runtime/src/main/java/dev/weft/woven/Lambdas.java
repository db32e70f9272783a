package dev.weft.woven;

import dev.weft.internal.linking.Conventions;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Links lambdas of {@code @Async} interfaces, so that they have a woven body as well as the
 * ordinary method.
 *
 * <p>The JDK lets a lambda implement one method. So it is given an interface that extends the
 * lambda's own, in which the woven body is the abstract method and the ordinary method a default
 * one. That interface is defined here, when the lambda is first made: while the class with the
 * lambda loads, the interface it extends must not be loaded.
 */
public final class Lambdas {

  private Lambdas() {}

  /**
   * Bootstrap method: links one lambda.
   *
   * @param caller the class that makes the lambda
   * @param name the interface's method
   * @param type captured values to the lambda's own interface
   * @param arguments the interface to implement as class name and class file (one byte a char),
   *     then the arguments of {@link LambdaMetafactory#metafactory}, or with more than three those
   *     of {@link LambdaMetafactory#altMetafactory}
   * @return a call site that never changes
   * @throws Exception if the lambda cannot be linked
   */
  public static CallSite link(
      MethodHandles.Lookup caller, String name, MethodType type, Object... arguments)
      throws Exception {
    Conventions.check(caller);
    Class<?> face = define(caller, (String) arguments[0], (String) arguments[1]);
    Object[] rest = Arrays.copyOfRange(arguments, 2, arguments.length);
    MethodType factory = type.changeReturnType(face);
    CallSite site =
        rest.length == 3
            ? LambdaMetafactory.metafactory(
                caller,
                name,
                factory,
                (MethodType) rest[0],
                (MethodHandle) rest[1],
                (MethodType) rest[2])
            : LambdaMetafactory.altMetafactory(caller, name, factory, rest);
    return new ConstantCallSite(site.getTarget().asType(type));
  }

  /**
   * The class of a name in the caller's package and loader, defined if it is not yet.
   *
   * @param classFile its class file, one byte a char
   */
  static Class<?> define(MethodHandles.Lookup caller, String name, String classFile)
      throws ClassNotFoundException, IllegalAccessException {
    try {
      return caller.findClass(name);
    } catch (ClassNotFoundException first) {
      try {
        return caller.defineClass(classFile.getBytes(StandardCharsets.ISO_8859_1));
      } catch (LinkageError refused) {
        return definedMeanwhile(caller, name, refused);
      }
    }
  }

  /** Another thread may have been first; if none was, the JVM has something against the class. */
  private static Class<?> definedMeanwhile(
      MethodHandles.Lookup caller, String name, LinkageError refused)
      throws IllegalAccessException {
    try {
      return caller.findClass(name);
    } catch (ClassNotFoundException none) {
      throw refused;
    }
  }
}
