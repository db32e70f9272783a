package dev.weft.internal.linking;

import dev.weft.internal.engine.Carrier;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * What a call written by hand needs to do as woven calls do: to call the body of an interface's
 * method where it is meant, and otherwise the ordinary method.
 */
public final class BodyCaller {

  private final ReceiverCheck receivers;
  private final Class<?> face;
  private final String name;
  private final MethodType plain;
  private final MethodType woven;
  private OrdinaryCall.@Nullable Site ordinary;

  /**
   * For one public method, which may suspend.
   *
   * @param face the public interface that declares it
   * @param name the method's name
   * @param result what it returns
   * @param carrier the class of carriers that bodies name
   * @param parameters what it takes
   */
  public BodyCaller(
      Class<?> face,
      String name,
      Class<?> result,
      Class<? extends Carrier> carrier,
      Class<?>... parameters) {
    this.face = face;
    this.name = name;
    plain = MethodType.methodType(result, parameters);
    woven = plain.appendParameterTypes(int.class, carrier);
    receivers =
        new ReceiverCheck(
            MethodHandles.lookup(),
            face.getName(),
            name,
            plain.toMethodDescriptorString(),
            woven.toMethodDescriptorString());
  }

  /** Whether the body is to be called. */
  public boolean hasBody(Object receiver) {
    return receivers.haveBody(receiver);
  }

  /**
   * Calls the ordinary method; the caller returns a dummy, as {@code carrier} is unwinding then.
   */
  public void callOrdinary(Object receiver, Carrier carrier, @Nullable Object... arguments) {
    var all = new @Nullable Object[arguments.length + 1];
    all[0] = receiver;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    OrdinaryCall.begin(site(), carrier, all);
  }

  private OrdinaryCall.Site site() {
    OrdinaryCall.Site known = ordinary;
    if (known == null) { // a race makes it twice
      known =
          new OrdinaryCall.Site(
              method(),
              null,
              woven.toMethodDescriptorString(),
              face.getName(),
              name,
              "as its body",
              null);
      ordinary = known;
    }
    return known;
  }

  private MethodHandle method() {
    try {
      MethodHandle found = MethodHandles.publicLookup().findVirtual(face, name, plain);
      return found
          .asType(found.type().generic())
          .asSpreader(Object[].class, plain.parameterCount() + 1);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(face.getName() + "." + name + " cannot be called", e);
    }
  }
}
