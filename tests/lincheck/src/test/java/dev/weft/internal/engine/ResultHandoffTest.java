package dev.weft.internal.engine;

import dev.weft.lincheck.Checked;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** A result that is put down, taken and abandoned: one has it in the end. */
public class ResultHandoffTest extends Checked {

  private final ResultHandoff<Integer> handoff = new ResultHandoff<>();

  @Operation
  public boolean put(@Param(gen = IntGen.class, conf = "1:9") int result) {
    return handoff.put(result);
  }

  @Operation
  public Integer take() {
    return handoff.take();
  }

  @Operation
  public Integer abandon() {
    return handoff.abandon();
  }

  @Operation
  public boolean isAbandoned() {
    return handoff.isAbandoned();
  }

  @Override
  public String end() {
    return handoff.abandon() + " " + handoff.isAbandoned();
  }

  /** The same for one thread. */
  public static class Sequential {
    private Integer result;
    private boolean taken;
    private boolean abandoned;

    public boolean put(int put) {
      boolean free = result == null && !taken && !abandoned;
      if (free) {
        result = put;
      }
      return free;
    }

    public Integer take() {
      Integer found = result;
      taken = taken || found != null;
      result = null;
      return found;
    }

    public Integer abandon() {
      Integer found = result;
      result = null;
      abandoned = !taken;
      return found;
    }

    public boolean isAbandoned() {
      return abandoned;
    }

    public String end() {
      return abandon() + " " + abandoned;
    }
  }
}
