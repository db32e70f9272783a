package dev.weft.transformer;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.analysis.RefusedException;
import dev.weft.transformer.model.ClassNames;
import java.util.Objects;
import org.objectweb.asm.ClassTooLargeException;

/**
 * The text in which a refusal is told: class, method, file, line, reason, and what to write
 * instead.
 */
final class Refusal {

  private Refusal() {}

  /** The reason when weaving itself went wrong. */
  static String fault(RuntimeException fault) {
    String limit =
        "exceeds, woven, a limit of class files ("
            + fault.getMessage()
            + "); move some of its methods to other classes";
    return fault instanceof ClassTooLargeException
        ? limit
        : "could not be woven ("
            + fault
            + "), which is a fault of Weft's; please report it with the"
            + " class file, and exclude the class or write the method in another way meanwhile";
  }

  static String message(AsyncBody body, RefusedException refused) {
    String file = Objects.requireNonNullElse(body.owner().sourceFile, "unknown source");
    String line = refused.line() > 0 ? ":" + refused.line() : "";
    return ClassNames.binary(body.owner().name)
        + "."
        + body.node().name
        + "("
        + file
        + line
        + ") was not woven: it "
        + refused.getMessage();
  }
}
