package dev.weft.woven;

import dev.weft.internal.engine.Carrier;

/**
 * The carrier as generated code names it: the parameter of every woven body. Where the calling
 * convention is stated: {@link Carrier}.
 */
public final class WovenCarrier extends Carrier {

  /** For the runtime, which makes one for each thread and one for each generator. */
  public WovenCarrier(boolean generator) {
    super(generator);
  }

  // Generated code names classes of this package only, in descriptors as well: a module's loader,
  // which the verifier asks, may know none of the others.

  /** See {@link Carrier#link}. */
  public void link(GeneratedFrame frame) {
    super.link(frame);
  }

  /** See {@link Carrier#linkAgain}. */
  public void linkAgain(GeneratedFrame resumed) {
    super.linkAgain(resumed);
  }

  /** See {@link Carrier#linkCaller}. */
  public void linkCaller(GeneratedFrame resumed) {
    super.linkCaller(resumed);
  }

  /** See {@link Carrier#link}. */
  public void link(GeneratorFrame frame) {
    super.link(frame);
  }

  /** See {@link Carrier#linkAgain}. */
  public void linkAgain(GeneratorFrame resumed) {
    super.linkAgain(resumed);
  }

  /** See {@link Carrier#linkCaller}. */
  public void linkCaller(GeneratorFrame resumed) {
    super.linkCaller(resumed);
  }

  /** See {@link Carrier#startLater}. */
  public void startLater(GeneratorFrame notStarted) {
    super.startLater(notStarted);
  }

  /** See {@link Carrier#link}. */
  public void link(AsyncGeneratorFrame frame) {
    super.link(frame);
  }

  /** See {@link Carrier#linkAgain}. */
  public void linkAgain(AsyncGeneratorFrame resumed) {
    super.linkAgain(resumed);
  }

  /** See {@link Carrier#linkCaller}. */
  public void linkCaller(AsyncGeneratorFrame resumed) {
    super.linkCaller(resumed);
  }

  /** See {@link Carrier#startLater}. */
  public void startLater(AsyncGeneratorFrame notStarted) {
    super.startLater(notStarted);
  }

  /** Adds a frame that is resumed before its callees. */
  public void linkHolding(GeneratedMonitorFrame frame) {
    linkMonitorFrame(frame);
  }

  /** See {@link Carrier#resumeCallees}. */
  public void resumeCallees(GeneratedMonitorFrame frame) {
    super.resumeCallees(frame);
  }

  /** See {@link Carrier#startLater}. */
  public void startLater(GeneratedFrame notStarted) {
    super.startLater(notStarted);
  }

  /** The carrier of the current thread. */
  public static WovenCarrier current() {
    return (WovenCarrier) Carrier.current();
  }
}
