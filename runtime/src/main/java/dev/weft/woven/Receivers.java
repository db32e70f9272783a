package dev.weft.woven;

import dev.weft.internal.linking.ReceiverCheck;
import java.lang.invoke.MethodHandles;

/** The receivers of one method that a woven method calls; a constant of the calling class. */
public final class Receivers extends ReceiverCheck {

  /**
   * The receivers of one method. Nothing is loaded before the first one is seen.
   *
   * @param caller a look-up in the package of the calling class
   * @param owner binary name of the class that the calls name
   * @param name the method's name
   * @param plain its descriptor as written
   * @param woven the descriptor of its woven body
   */
  public Receivers(
      MethodHandles.Lookup caller, String owner, String name, String plain, String woven) {
    super(caller, owner, name, plain, woven);
  }
}
