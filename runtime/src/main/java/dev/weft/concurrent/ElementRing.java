package dev.weft.concurrent;

import org.jspecify.annotations.Nullable;

/**
 * The elements in a channel's buffer, first in, first out: an array that is used in the round, and
 * grows up to what is needed. Guarded by the channel's lock.
 */
final class ElementRing {

  private static final @Nullable Object[] NONE = new @Nullable Object[0];
  private static final int FIRST_LENGTH = 16;

  /** An array as long as this is not given up. */
  private static final int SHORT = 1024;

  /** Its length is zero or a power of two. */
  private @Nullable Object[] elements = NONE;

  private int head;
  private int size;

  /** The most elements that there were since there was none. */
  private int most;

  ElementRing() {}

  int size() {
    return size;
  }

  /** For how many elements there is room without more memory. */
  int length() {
    return elements.length;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Adds one behind all others. If there is no memory, nothing has changed. */
  void add(Object element) {
    if (size == elements.length) {
      grow();
    }
    elements[(head + size) & (elements.length - 1)] = element;
    size++;
  }

  private void grow() {
    if (size == 0) {
      elements = new @Nullable Object[FIRST_LENGTH];
      return;
    }
    if (size > Integer.MAX_VALUE / 2) {
      throw new OutOfMemoryError("a channel with " + size + " elements cannot take more");
    }
    var longer = new @Nullable Object[size * 2];
    int behindHead = size - head;
    System.arraycopy(elements, head, longer, 0, behindHead);
    System.arraycopy(elements, 0, longer, behindHead, head);
    elements = longer;
    head = 0;
  }

  /** Takes out the first one; null if there is none. */
  @Nullable Object poll() {
    if (size == 0) {
      return null;
    }
    if (size > most) {
      most = size;
    }
    Object first = elements[head];
    elements[head] = null;
    head = (head + 1) & (elements.length - 1);
    size--;
    return first;
  }

  /**
   * Gives up an array that has become much too long. Only if there is no element; the next one will
   * need memory then.
   */
  void trim() {
    if (elements.length > SHORT && most <= elements.length / 8) {
      elements = NONE;
      head = 0;
    }
    most = 0;
  }
}
