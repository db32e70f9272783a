package dev.weft.samples;

/** The tour. */
final class Tour {
  private Tour() {}

  public static void main(String[] args) {}
}
