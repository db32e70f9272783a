package dev.weft.woven;

import dev.weft.internal.linking.Conventions;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;

/**
 * Links lambdas of {@code @Async} interfaces that can be serialised.
 *
 * <p>Such a lambda has a woven body, as {@link Lambdas} tells, and is written to a stream just as
 * the lambda that was compiled: with its own interface, the method that holds its code, and the
 * values it captured. So woven and unwoven programs can exchange it. The JDK would write what
 * weaving made of it; so the lambda is wrapped into an object that is serialised in its place.
 */
public final class SerializableLambdas {

  private static final MethodType FORM = MethodType.methodType(Object.class, Object[].class);

  private SerializableLambdas() {}

  /**
   * Bootstrap method: links one lambda.
   *
   * @param caller the class that makes the lambda
   * @param name the interface's method
   * @param type captured values to the lambda's own interface
   * @param arguments the interface to implement and the class around the lambda, each as class name
   *     and class file (one byte a char); then the arguments of {@link
   *     LambdaMetafactory#metafactory} as they were compiled, and once more for the woven body
   * @return a call site that never changes
   * @throws Throwable if the lambda cannot be linked
   */
  public static CallSite link(
      MethodHandles.Lookup caller, String name, MethodType type, Object... arguments)
      throws Throwable {
    Conventions.check(caller);
    Class<?> face = Lambdas.define(caller, (String) arguments[0], (String) arguments[1]);
    Class<?> wrapper = Lambdas.define(caller, (String) arguments[2], (String) arguments[3]);
    MethodHandle lambda =
        LambdaMetafactory.metafactory(
                caller,
                name,
                type.changeReturnType(face),
                (MethodType) arguments[7],
                (MethodHandle) arguments[8],
                (MethodType) arguments[9])
            .getTarget();
    MethodHandleInfo compiled = caller.revealDirect((MethodHandle) arguments[5]);
    var form =
        new Form(
            caller.lookupClass(),
            internalName(type.returnType()),
            name.intern(),
            descriptor((MethodType) arguments[4]),
            compiled.getReferenceKind(),
            internalName(compiled.getDeclaringClass()),
            compiled.getName().intern(),
            descriptor(compiled.getMethodType()),
            descriptor((MethodType) arguments[6]));
    MethodHandle factory = wrap(caller, wrapper, lambda, form, type);
    return new ConstantCallSite(type.parameterCount() == 0 ? onlyOne(factory, type) : factory);
  }

  /** Captured values to {@code new Wrapper(lambda(captured), form(captured))}. */
  private static MethodHandle wrap(
      MethodHandles.Lookup caller,
      Class<?> wrapper,
      MethodHandle lambda,
      Form form,
      MethodType type)
      throws ReflectiveOperationException {
    MethodType made = MethodType.methodType(void.class, lambda.type().returnType(), Object.class);
    MethodHandle formed =
        MethodHandles.lookup()
            .bind(form, "of", FORM)
            .asCollector(Object[].class, type.parameterCount())
            .asType(type.changeReturnType(Object.class));
    MethodHandle constructor = caller.findConstructor(wrapper, made);
    MethodHandle wrap = MethodHandles.collectArguments(constructor, 1, formed);
    return MethodHandles.foldArguments(wrap, lambda).asType(type);
  }

  /** A lambda that captures nothing is made once, as by the JDK. */
  private static MethodHandle onlyOne(MethodHandle factory, MethodType type) throws Throwable {
    return MethodHandles.constant(type.returnType(), factory.invoke());
  }

  private static String internalName(Class<?> type) {
    return type.getName().replace('.', '/').intern();
  }

  private static String descriptor(MethodType type) {
    return type.toMethodDescriptorString().intern();
  }

  /**
   * What the lambdas of one site have in common when they are serialised. The strings are interned,
   * as the JDK's are: a stream writes the same object once.
   */
  private record Form(
      Class<?> owner,
      String face,
      String method,
      String erased,
      int kind,
      String implementationOwner,
      String implementation,
      String implementationType,
      String instantiated) {

    @SuppressWarnings("UnusedMethod") // found by a method handle
    Object of(Object... captured) {
      return new SerializedLambda(
          owner,
          face,
          method,
          erased,
          kind,
          implementationOwner,
          implementation,
          implementationType,
          instantiated,
          captured);
    }
  }
}
