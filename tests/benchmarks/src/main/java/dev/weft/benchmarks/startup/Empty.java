package dev.weft.benchmarks.startup;

/** A program that does nothing: what is left is the JVM's start. */
public final class Empty {

  private Empty() {}

  /** Returns. */
  public static void main(String[] args) {
    // nothing
  }
}
