package dev.weft.spring.sample;

/** There is not enough in an account. */
public class OverdrawnException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OverdrawnException(String owner) {
    super(owner + " has not enough");
  }
}
