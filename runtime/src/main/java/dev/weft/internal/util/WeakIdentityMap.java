package dev.weft.internal.util;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is to be known of objects that belong to others, for as long as these live: keys are held
 * weakly and told apart by identity. Values must not refer to their keys. Any thread.
 */
public final class WeakIdentityMap<K, V> {

  private final ConcurrentHashMap<Object, V> entries = new ConcurrentHashMap<>();
  private final ReferenceQueue<K> gone = new ReferenceQueue<>();

  private static final class Key<K> extends WeakReference<K> {
    private final int hash;

    Key(K key, ReferenceQueue<K> gone) {
      super(key, gone);
      hash = System.identityHashCode(key);
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
      K key = get();
      return key != null && other instanceof Key<?> another && another.isOf(key);
    }

    private boolean isOf(Object key) {
      return get() == key;
    }
  }

  /** A key that is looked for. */
  private static final class Sought {
    private final Object key;

    Sought(Object key) {
      this.key = key;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(key);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key<?> known && known.isOf(key);
    }
  }

  public WeakIdentityMap() {}

  public @Nullable V get(K key) {
    forgetGone();
    return entries.isEmpty() ? null : entries.get(new Sought(key));
  }

  /** Adds an entry unless there is one; the value that is there then. */
  public V putIfAbsent(K key, V value) {
    forgetGone();
    V before = entries.putIfAbsent(new Key<>(key, gone), value);
    return before == null ? value : before;
  }

  public void remove(K key) {
    entries.remove(new Sought(key));
    forgetGone();
  }

  private void forgetGone() {
    for (Reference<? extends K> key = gone.poll(); key != null; key = gone.poll()) {
      entries.remove(key);
    }
  }
}
