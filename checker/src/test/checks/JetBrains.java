import dev.weft.annotations.Async;
import org.jetbrains.annotations.Blocking;
import org.jetbrains.annotations.NonBlocking;

/** Calls of methods that JetBrains' annotations mark. */
class JetBrains {

  @Blocking
  interface Store {
    String load();

    @NonBlocking
    String cached();
  }

  static class Disk implements Store {
    @Override
    public String load() {
      return "";
    }

    @Override
    public String cached() {
      return "";
    }

    @Blocking
    void sync() {}

    @NonBlocking
    static class Fast extends Thread {
      @Blocking
      void slow() {}

      void quick() {}
    }
  }

  @Async
  static void calls(Store store, Disk disk, Disk.Fast fast) {
    store.load();
    store.cached();
    disk.load();
    disk.cached();
    disk.sync();
    fast.slow();
    fast.quick();
  }

  @Async
  @Blocking
  static void maySay(Store store) {
    store.load();
  }
}
