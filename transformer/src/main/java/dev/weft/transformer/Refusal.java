package dev.weft.transformer;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.analysis.RefusedException;
import dev.weft.transformer.model.Names;
import java.util.Objects;

/**
 * The text in which a refusal is told: class, method, file, line, reason, and what to write
 * instead.
 */
final class Refusal {

  private Refusal() {}

  static String message(AsyncBody body, RefusedException refused) {
    String file = Objects.requireNonNullElse(body.owner().sourceFile, "unknown source");
    String line = refused.line() > 0 ? ":" + refused.line() : "";
    return Names.binary(body.owner().name)
        + "."
        + body.node().name
        + "("
        + file
        + line
        + ") was not woven: it "
        + refused.getMessage();
  }
}
