package a;

import dev.weft.Weft;
import dev.weft.annotations.Async;

public class A {
  @Async
  public static int a() {
    Weft.yieldNow(); return 1;
  }
}
