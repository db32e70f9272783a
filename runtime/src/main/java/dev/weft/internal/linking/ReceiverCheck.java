package dev.weft.internal.linking;

import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Tells, before a woven call, whether the body of the called method is what the call means for its
 * receiver; if it is not, the ordinary method is called.
 *
 * <p>A class that was not woven (a proxy, a mock, an excluded class) may override the ordinary
 * method and inherit its parent's body; and one that a framework has made out of what it saw in a
 * woven class overrides the body, too, and knows nothing of coroutines. So the caller asks before
 * it calls, and nothing that was made of a woven class ever sees a body being called. {@link
 * ReceiverClass} says what the answer rests on.
 *
 * <p>One for each method that a woven method calls and that can be overridden.
 *
 * <h2>Speed</h2>
 *
 * <p>A call compares the receiver's class with the two that came last; any other is looked up in
 * {@linkplain ClassValue the class itself}. Only classes of the caller's own loader are remembered
 * by a strong reference, for these live as long as the caller does. After {@value #MOST_MISSES}
 * misses, the call is taken to have many receivers, and nothing is written any more.
 *
 * <p>Any thread. The remembered classes are read and written plainly: a race costs a look-up.
 */
public class ReceiverCheck extends ClassValue<Boolean> {

  private static final int MOST_MISSES = 1000;

  private final MethodHandles.Lookup caller;
  private final String owner;
  private final String name;
  private final String plain;
  private final String woven;

  private @Nullable Class<?> last;
  private @Nullable Class<?> before;

  /** The last one of another loader. */
  private WeakReference<@Nullable Class<?>> foreign = new WeakReference<>(null);

  private int misses;

  /**
   * The receivers of one method. Nothing is loaded before the first one is seen.
   *
   * @param caller a look-up in the package of the calling class
   * @param owner binary name of the class that the calls name
   * @param name the method's name
   * @param plain its descriptor as written
   * @param woven the descriptor of its woven body
   */
  public ReceiverCheck(
      MethodHandles.Lookup caller, String owner, String name, String plain, String woven) {
    this.caller = caller;
    this.owner = owner;
    this.name = name;
    this.plain = plain;
    this.woven = woven;
  }

  /**
   * Whether the body may be called on {@code receiver}. So it may on null: the call itself then
   * throws as it would without weaving.
   */
  public final boolean haveBody(@Nullable Object receiver) {
    if (receiver == null) {
      return true;
    }
    Class<?> type = receiver.getClass();
    return type == last || type == before || lookUp(type);
  }

  private boolean lookUp(Class<?> type) {
    if (foreign.refersTo(type)) {
      return true;
    }
    boolean have = get(type);
    if (have && misses < MOST_MISSES) {
      misses++;
      remember(type);
    }
    return have;
  }

  private void remember(Class<?> type) {
    if (type.getClassLoader() == caller.lookupClass().getClassLoader() && !type.isHidden()) {
      before = last;
      last = type;
    } else {
      foreign = new WeakReference<>(type);
    }
  }

  @Override
  protected Boolean computeValue(Class<?> receiver) {
    return new ReceiverClass(receiver, caller, owner, name).means(plain, woven);
  }
}
