package b;

import dev.weft.Weft;
import dev.weft.annotations.Async;

public class B {
  @Async
  public static int b() {
    Weft.yieldNow(); return 1;
  }
}
