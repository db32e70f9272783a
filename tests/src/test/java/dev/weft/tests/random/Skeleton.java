package dev.weft.tests.random;

import dev.weft.tests.random.Signature.Owner;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The fixed part of random programs, from a file, with the random methods put in their places. */
final class Skeleton {

  private final Methods methods;

  Skeleton(Methods methods) {
    this.methods = methods;
  }

  String text(String packageName, String name, String calls) {
    return template()
        .replace("@PACKAGE@", packageName)
        .replace("@NAME@", name)
        .replace("@IMPORTS@", Mark.either(imports("dev.weft.", "Weft"), imports(HERE, "Generator")))
        .replace("@CALLS@", calls)
        .replace(
            "@STATIC@",
            methods.of(Owner.STATIC, name, "static ", "private static ", "public static "))
        .replace("@ACT@", methods.of(Owner.ACT, "Act", "default "))
        .replace("@BASE@", base())
        .replace("@MIDDLE@", methods.overriding(Owner.BASE, "Middle", 60, "super"))
        .replace("@INNER@", methods.of(Owner.INNER, "Inner", "", "private "))
        .replace("@LAST@", last())
        .replace("@COLOR@", methods.of(Owner.COLOR, "Color", "public ", ""))
        .replace("@GREEN@", methods.overriding(Owner.COLOR, "Green", 70, "super"))
        .replace("@SHAPE@", methods.abstractly(Owner.SHAPE))
        .replace("@CIRCLE@", methods.overriding(Owner.SHAPE, "Circle", 100, null))
        .replace("@SQUARE@", methods.overriding(Owner.SHAPE, "Square", 100, null))
        .replace("@DOT@", methods.overriding(Owner.SHAPE, "Dot", 100, null));
  }

  private static final String HERE = "dev.weft.tests.random.";

  private static String imports(String generator, String emit) {
    String from = "import static " + generator + emit;
    return from + ".emit;\n" + from + ".emitAll;\nimport " + generator + "Generator;\n";
  }

  private String base() {
    return methods.of(Owner.BASE, "Base", "", "public ", "protected ")
        + methods.overriding(Owner.ACT, "Base", 40, "Act.super");
  }

  private String last() {
    return methods.overriding(Owner.BASE, "Last", 40, "super")
        + methods.overriding(Owner.ACT, "Last", 30, "super");
  }

  private static String template() {
    try (InputStream in = Skeleton.class.getResourceAsStream("skeleton.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
