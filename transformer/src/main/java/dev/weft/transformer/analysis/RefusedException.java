package dev.weft.transformer.analysis;

/** A method that cannot be woven: why, where, and what to write instead. */
public final class RefusedException extends Exception {

  private static final long serialVersionUID = 1;

  private final int line;

  /**
   * A refusal.
   *
   * @param line the source line, or 0 if unknown
   * @param reason what is wrong and what to do, as a sentence without its subject
   */
  public RefusedException(int line, String reason) {
    super(reason);
    this.line = line;
  }

  /** The source line, or 0. */
  public int line() {
    return line;
  }
}
