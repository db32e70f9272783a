package dev.weft.agent;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by class loader, each kept as long as its loader lives.
 *
 * <p>Loaders are told apart by identity, and none of their methods is called: one may have an
 * {@code equals} of its own, by which it is the same as another that holds other classes. A value
 * must not keep its loader alive. Guarded by itself.
 */
final class LoaderMap<V> {

  private final Map<Key, V> values = new HashMap<>();
  private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();

  @Nullable V get(ClassLoader loader) {
    synchronized (this) {
      return values.get(new Key(loader, null));
    }
  }

  void put(ClassLoader loader, V value) {
    synchronized (this) {
      for (Object key = collected.poll(); key != null; key = collected.poll()) {
        values.remove((Key) key);
      }
      values.put(new Key(loader, collected), value);
    }
  }

  /** All values, at this moment. */
  Iterable<V> values() {
    synchronized (this) {
      return java.util.List.copyOf(values.values());
    }
  }

  private static final class Key extends WeakReference<ClassLoader> {
    private final int hash;

    Key(ClassLoader loader, @Nullable ReferenceQueue<ClassLoader> queue) {
      super(loader, queue);
      hash = System.identityHashCode(loader);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      if (this == other) {
        return true;
      }
      ClassLoader loader = get();
      return loader != null && other instanceof Key key && key.refersTo(loader);
    }
  }
}
