package dev.weft.internal.linking;

import dev.weft.internal.engine.BlockingCoroutine;
import dev.weft.internal.engine.Carrier;
import dev.weft.internal.engine.FrameSnapshot;
import dev.weft.internal.engine.UninterruptibleFrame;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call of an ordinary method where a woven body was expected: of a proxy, a mock, or another
 * class that overrides an {@code @Async} method without being woven.
 *
 * <p>It takes the place of the callee's frame, and the driver makes it when the callers have
 * unwound:
 *
 * <ul>
 *   <li>What a task method returns is awaited; a generator is gone through.
 *   <li>A suspending method is called on this thread, as from ordinary code. If it comes to a woven
 *       method that has to wait, that blocks this thread, or fails where that must not be; see
 *       {@link BlockingCoroutine}.
 *   <li>On a thread that must not block, a call of a proxy, whose advice surrounds what it calls
 *       and cannot be suspended, is made on a {@linkplain OffloadedCall thread of its own}
 *       meanwhile. Mocks are not: what is being recorded or verified belongs to a thread.
 * </ul>
 */
public final class OrdinaryCall extends UninterruptibleFrame {

  /** Whether proxies are called on threads of their own where this thread must not block. */
  private static final boolean OFFLOADS = !"inPlace".equals(System.getProperty("dev.weft.proxies"));

  private static final int STARTED = 1;

  private final Site site;
  private final @Nullable Object[] arguments;
  private @Nullable OffloadedCall offloaded;

  /** Whether a cancellation was met that the call has not been told of. */
  private boolean untold;

  /**
   * What is the same for all calls at one place.
   *
   * @param method takes all arguments, the receiver first, as one array; throws what kept it from
   *     being linked
   * @param waits waits for what {@code method} returns, on a carrier; null if that is the result
   * @param woven the descriptor of the woven body
   * @param owner binary name of the class that the call names
   * @param name the called method
   * @param where the place of the call: {@code File.java:12}
   * @param through the class that overrides the method without being woven; null if it is the
   *     receiver's
   * @param proxies tells which of its receivers are proxies
   */
  public record Site(
      MethodHandle method,
      @Nullable MethodHandle waits,
      String woven,
      String owner,
      String name,
      String where,
      @Nullable String through,
      Proxies proxies) {

    /** A site that finds out itself which receivers are proxies. */
    public Site(
        MethodHandle method,
        @Nullable MethodHandle waits,
        String woven,
        String owner,
        String name,
        String where,
        @Nullable String through) {
      this(method, waits, woven, owner, name, where, through, new Proxies(owner, name, woven));
    }

    @Nullable Object invoke(@Nullable Object[] arguments) throws Throwable {
      return (Object) method.invokeExact(arguments);
    }

    String describe(Class<?> receiver) {
      return owner
          + "."
          + name
          + ", called in a coroutine ("
          + where
          + ") through "
          + (through == null ? receiver.getName() : through)
          + ", which overrides it without being woven,";
    }
  }

  private OrdinaryCall(Site site, @Nullable Object[] arguments) {
    this.site = site;
    this.arguments = arguments;
  }

  /** Unwinds so that the call is made next; the caller returns a dummy. */
  public static void begin(Site site, Carrier carrier, @Nullable Object[] arguments) {
    carrier.startLater(new OrdinaryCall(site, arguments));
  }

  @Override
  protected int resume(Carrier carrier) throws Throwable {
    if (state == 0) {
      carrier.takeVoid();
      state = STARTED;
      start(carrier);
    } else {
      takeOffloaded(carrier);
    }
    return carrier.unwinding;
  }

  private void start(Carrier carrier) throws Throwable {
    MethodHandle waits = site.waits;
    if (waits != null) {
      carrier.putObject((Object) waits.invokeExact(call(carrier), carrier));
      carrier.linkCaller(this); // who called takes what it waits for
    } else if (mustOffload(carrier)) {
      var call = new OffloadedCall(site, arguments);
      offloaded = call;
      carrier.suspendOn(call);
    } else {
      put(call(carrier), carrier);
    }
  }

  private @Nullable Object call(Carrier carrier) throws Throwable {
    if (carrier.mayBlock()) {
      return site.invoke(arguments);
    }
    String outer = carrier.noteOrdinaryCall(site.describe(receiver().getClass()));
    try {
      return site.invoke(arguments);
    } finally {
      carrier.noteOrdinaryCall(outer);
    }
  }

  private Object receiver() {
    return Objects.requireNonNull(arguments[0]);
  }

  private boolean mustOffload(Carrier carrier) {
    return OFFLOADS
        && !carrier.mayBlock()
        && !carrier.isGenerator()
        && site.proxies.isProxy(receiver());
  }

  /**
   * Takes what the call on the other thread has ended with. A cancellation has interrupted that
   * call, and what it ends with is its own affair, as it is any callee's; if it took no notice, or
   * had ended before, the cancellation is met at the next suspension point, whether the call
   * returns or throws. The failure of a scope has interrupted it, too, and is thrown when it has
   * ended.
   */
  private void takeOffloaded(Carrier carrier) throws Throwable {
    OffloadedCall call = Objects.requireNonNull(offloaded);
    Throwable met = carrier.failure;
    carrier.failure = null;
    carrier.refResult = null;
    if (met != null) {
      meet(met, carrier);
      untold |= !call.takeTold() && carrier.isOwnCancellation(met);
    }
    if (met != null && carrier.isForcedOut()) { // no thread to go on with
      call.dropResult();
      throw met;
    }
    if (!call.isDone()) {
      carrier.suspendOn(call);
      return;
    }
    if (metFailure() != null) {
      call.dropResult();
      throw thrown(carrier, call.failure());
    }
    if (untold || call.leavesCancellation()) {
      putOff(carrier);
    }
    put(call.take(), carrier);
  }

  /** This call as it stands among the suspended ones. */
  @Override
  protected FrameSnapshot snapshot() {
    return new FrameSnapshot(
        site.owner, site.name, "", 0, "", List.of(), OrdinaryCall.class.getName());
  }

  /** Leaves a result where the caller takes it, by the type that the body would return. */
  private void put(@Nullable Object value, Carrier carrier) {
    switch (site.woven.charAt(site.woven.indexOf(')') + 1)) {
      case 'V' -> carrier.putVoid();
      case 'J' -> carrier.putLong((long) notNull(value));
      case 'D' -> carrier.putDouble((double) notNull(value));
      case 'F' -> carrier.putFloat((float) notNull(value));
      case 'Z' -> carrier.putInt((boolean) notNull(value) ? 1 : 0);
      case 'C' -> carrier.putInt((char) notNull(value));
      case 'B', 'S', 'I' -> carrier.putInt(((Number) notNull(value)).intValue());
      default -> carrier.putObject(value);
    }
  }

  private static Object notNull(@Nullable Object primitive) {
    return Objects.requireNonNull(primitive);
  }
}
