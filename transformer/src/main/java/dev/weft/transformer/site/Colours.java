package dev.weft.transformer.site;

/** Gives each state a colour, far from those of its neighbours. */
final class Colours {

  private static final int FIRST = 212;
  private static final int STEP = 137; // the golden angle: the circle is filled evenly
  private static final int CIRCLE = 360;

  private Colours() {}

  /** A style that sets the hue of what belongs to a state: none of what has not started. */
  static String of(int state) {
    return state == 0 ? "--h:0;--s:0%" : "--h:" + (FIRST + (state - 1) * STEP) % CIRCLE;
  }
}
