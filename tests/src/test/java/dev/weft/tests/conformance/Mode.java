package dev.weft.tests.conformance;

/** Which of the futures that a {@link Probe} hands out are still pending when they are awaited. */
public enum Mode {
  /** None: all are finished, so nothing ever suspends. */
  NEVER,
  /** All of them. */
  ALWAYS,
  /** Every other one. */
  MIXED,
  /** Some, as a random number generator with a fixed seed says. */
  RANDOM
}
