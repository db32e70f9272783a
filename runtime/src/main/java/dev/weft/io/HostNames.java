package dev.weft.io;

import dev.weft.EventLoop;
import dev.weft.annotations.Async;
import dev.weft.internal.engine.Carrier;
import dev.weft.woven.WovenCarrier;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Name resolution that does not block the event loop. */
public final class HostNames {

  private HostNames() {}

  /**
   * Suspends until the addresses of a host are known; needs the coroutine to be on an event loop.
   *
   * @return at least one
   * @throws UnknownHostException if there is none
   */
  @Async
  public static List<InetAddress> resolve(String host) throws UnknownHostException {
    WovenCarrier carrier = WovenCarrier.current();
    List<InetAddress> addresses = resolve(host, Carrier.MAX_DEPTH, carrier);
    return cast(carrier.isUnwinding() ? carrier.blockObject() : addresses);
  }

  /**
   * See {@link #resolve(String)}.
   *
   * @hidden
   */
  public static @Nullable List<InetAddress> resolve(String host, int room, WovenCarrier carrier) {
    return cast(
        EventLoop.current().offload(() -> List.of(InetAddress.getAllByName(host)), room, carrier));
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // what the work above returns; null while unwinding
  private static List<InetAddress> cast(@Nullable Object addresses) {
    return (List<InetAddress>) addresses;
  }
}
