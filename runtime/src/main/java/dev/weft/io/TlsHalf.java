package dev.weft.io;

import org.jspecify.annotations.Nullable;

/**
 * One direction of a TLS connection: how much it has done in its turn, and what its operation waits
 * for. Guarded by its {@link TlsDriver}.
 */
final class TlsHalf {

  /** What an operation waits for. */
  enum Waits {
    /** Others to have their turn. */
    TURN,
    /** Bytes from the peer. */
    INPUT,
    /** The peer to take bytes. */
    OUTPUT,
    /** A computation on another thread. */
    COMPUTATION
  }

  /** So many small records, or {@code WORK * BYTES} bytes of large ones, are a turn. */
  private static final int WORK = 32;

  private static final int BYTES = 2048;

  private int work;
  private int seen;
  private Waits waits = Waits.TURN;
  private @Nullable ChannelOperation waiting;

  /** Counts a record. */
  void did(int bytes) {
    work += 1 + bytes / BYTES;
  }

  /** Whether others should run first. */
  boolean isSpent() {
    return work >= WORK;
  }

  /** Says what the try that is being made has to wait for: for it to return. */
  void waitFor(Waits what) {
    waits = what;
  }

  Waits waits() {
    return waits;
  }

  /** A try ends, and knows of all that has happened until {@code version}. */
  void hasSeen(int version) {
    seen = version;
  }

  /** The operation is suspended: its next turn is a new one. */
  void rest() {
    work = 0;
  }

  boolean isUpToDate(int version) {
    return seen == version;
  }

  void suspend(ChannelOperation attempt) {
    waiting = attempt;
  }

  void forget(ChannelOperation attempt) {
    if (waiting == attempt) {
      waiting = null;
    }
  }

  /** Who waits for {@code what}, no longer; null if nobody does. */
  @Nullable ChannelOperation takeIfWaitsFor(Waits what) {
    return waits == what ? take() : null;
  }

  /** Who has not heard of what happened until {@code version}, and no longer waits. */
  @Nullable ChannelOperation takeIfBehind(int version) {
    return seen == version ? null : take();
  }

  private @Nullable ChannelOperation take() {
    ChannelOperation taken = waiting;
    waiting = null;
    return taken;
  }
}
