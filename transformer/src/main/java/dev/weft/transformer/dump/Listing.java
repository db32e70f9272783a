package dev.weft.transformer.dump;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.TraceClassVisitor;

/** Disassembles a class file. */
public final class Listing {

  private Listing() {}

  /** The listing of a class file. */
  public static String of(byte[] classFile) {
    var text = new StringWriter();
    new ClassReader(classFile).accept(new TraceClassVisitor(new PrintWriter(text)), 0);
    return text.toString();
  }
}
