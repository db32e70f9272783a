package dev.weft.benchmarks.threads;

import dev.weft.benchmarks.threads.VirtualThreads.Computing;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;

/**
 * Virtual threads that send to and receive from channels of Jox, whose class files are of Java 21:
 * JDK 17 does not compile against them.
 */
public final class Jox {

  private static final String NEEDED = "Jox, on JDK 21 or newer,";
  private static final Class<?> CHANNEL = type("Channel");
  private static final Class<?> CLAUSE = type("SelectClause");
  private static final Class<?> CLOSED = type("ChannelClosed");
  private static final MethodHandle RENDEZVOUS =
      Handles.method(CHANNEL, NEEDED, "newRendezvousChannel");
  private static final MethodHandle BUFFERED =
      Handles.method(CHANNEL, NEEDED, "newBufferedChannel", int.class);
  private static final MethodHandle SEND = Handles.method(CHANNEL, NEEDED, "send", Object.class);
  private static final MethodHandle RECEIVE_OR_CLOSED =
      Handles.method(CHANNEL, NEEDED, "receiveOrClosed");
  private static final MethodHandle DONE = Handles.method(CHANNEL, NEEDED, "done");
  private static final MethodHandle RECEIVE_CLAUSE =
      Handles.method(CHANNEL, NEEDED, "receiveClause");
  private static final MethodHandle SELECT =
      Handles.method(type("Select"), NEEDED, "select", CLAUSE.arrayType());

  private Jox() {}

  private static Class<?> type(String name) {
    return Handles.type("com.softwaremill.jox." + name, NEEDED);
  }

  private static Object channel(int capacity) throws Throwable {
    return capacity == 0 ? RENDEZVOUS.invoke() : BUFFERED.invoke(capacity);
  }

  private static long send(Object channel, Integer[] values, int count) throws Throwable {
    for (int i = 0; i < count; i++) {
      Object unused = SEND.invokeExact(channel, (Object) values[i & 511]);
    }
    return 0;
  }

  private static long receive(Object channel) throws Throwable {
    long sum = 0;
    while (true) {
      Object element = RECEIVE_OR_CLOSED.invokeExact(channel);
      if (CLOSED.isInstance(element)) {
        return sum;
      }
      sum += (Integer) element;
    }
  }

  /** The sum of what was received, of {@code each} elements from every sender. */
  public static long run(int capacity, Integer[] values, int senders, int receivers, int each) {
    return VirtualThreads.run(
        () -> {
          Object channel = channel(capacity);
          Computing[] receiving = VirtualThreads.fork(receivers, () -> receive(channel));
          Computing[] sending = VirtualThreads.fork(senders, () -> send(channel, values, each));
          long sum = VirtualThreads.sum(sending);
          Object unused = DONE.invokeExact(channel);
          return sum + VirtualThreads.sum(receiving);
        });
  }

  /**
   * The sum of what one that selects has received, of {@code each} elements from every channel. As
   * with Weft, the clauses are made once.
   */
  public static long select(Integer[] values, int channels, int each) {
    return VirtualThreads.run(
        () -> {
          Object clauses = Array.newInstance(CLAUSE, channels);
          var sending = new Computing[channels];
          for (int i = 0; i < channels; i++) {
            Object channel = channel(0);
            Array.set(clauses, i, (Object) RECEIVE_CLAUSE.invokeExact(channel));
            sending[i] = VirtualThreads.fork(() -> send(channel, values, each));
          }
          long sum = 0;
          for (int i = 0; i < channels * each; i++) {
            sum += (Integer) (Object) SELECT.invokeExact(clauses);
          }
          return sum + VirtualThreads.sum(sending);
        });
  }
}
