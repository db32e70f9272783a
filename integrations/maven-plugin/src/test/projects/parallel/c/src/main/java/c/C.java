package c;

import dev.weft.Weft;
import dev.weft.annotations.Async;

public class C {
  @Async
  public static int c() {
    Weft.yieldNow(); int before = a.A.a(); return before + 1;
  }
}
