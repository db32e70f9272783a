package dev.weft.lincheck;

/** What {@link Calls} are to a sequential specification: places for outcomes. */
public final class SequentialCalls {

  static final String WAITS = "waits";
  static final String CANCELLED = "cancelled";

  private final String[] outcomes = new String[Calls.PLACES];
  private final int[] begun = new int[Calls.PLACES];

  /** Begins a call, which waits until {@link #end}; negative if it is not to be made. */
  public int begin(int thread) {
    int place = Calls.place(thread, begun);
    if (place >= 0) {
      outcomes[place] = WAITS;
    }
    return place;
  }

  /** The call at {@code place} has ended. */
  public void end(int place, Object outcome) {
    outcomes[place] = String.valueOf(outcome);
  }

  /** Whether there is a call at {@code place} that waits; if so, it has been cancelled. */
  public boolean cancel(int place) {
    boolean waited = isWaiting(place);
    if (waited) {
      outcomes[place] = CANCELLED;
    }
    return waited;
  }

  /** Whether there is a call at {@code place} that waits. */
  public boolean isWaiting(int place) {
    return WAITS.equals(outcomes[place]);
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    for (int i = 0; i < outcomes.length; i++) {
      text.append(i == 0 ? "" : " ").append(outcomes[i] == null ? "-" : outcomes[i]);
    }
    return text.toString();
  }
}
