package dev.weft.benchmarks.handwritten;

import dev.weft.benchmarks.common.Toggle;

/** The frames of the calls at depth ten, made out of line so that the calls stay small. */
final class CallFrames {

  private CallFrames() {}

  private static final class OfInt extends Frame {
    private final int depth;

    OfInt(int depth) {
      this.depth = depth;
    }

    @Override
    void resume(Carrier c) {
      c.throwIfFailed();
      c.longResult = depth == 1 ? Toggle.seed : (int) c.longResult + depth;
    }
  }

  static void suspendInt(Carrier c) {
    c.yieldNow(new OfInt(1));
  }

  static void linkInt(int depth, Carrier c) {
    c.link(new OfInt(depth));
  }

  private static final class OfLong extends Frame {
    private final int depth;

    OfLong(int depth) {
      this.depth = depth;
    }

    @Override
    void resume(Carrier c) {
      c.throwIfFailed();
      c.longResult = depth == 1 ? Toggle.seed : c.longResult + depth;
    }
  }

  static void suspendLong(Carrier c) {
    c.yieldNow(new OfLong(1));
  }

  static void linkLong(int depth, Carrier c) {
    c.link(new OfLong(depth));
  }

  private static final class OfObject extends Frame {
    private final int depth;

    OfObject(int depth) {
      this.depth = depth;
    }

    @Override
    void resume(Carrier c) {
      c.throwIfFailed();
      c.result = c.result == null || depth == 1 ? Toggle.token : c.result;
    }
  }

  static void suspendObject(Carrier c) {
    c.yieldNow(new OfObject(1));
  }

  static void linkObject(int depth, Carrier c) {
    c.link(new OfObject(depth));
  }

  private static final class OfVoid extends Frame {
    private final int depth;

    OfVoid(int depth) {
      this.depth = depth;
    }

    @Override
    void resume(Carrier c) {
      c.throwIfFailed();
      Toggle.total += depth;
    }
  }

  static void suspendVoid(Carrier c) {
    c.yieldNow(new OfVoid(1));
  }

  static void linkVoid(int depth, Carrier c) {
    c.link(new OfVoid(depth));
  }
}
