package dev.weft.tests.conformance;

import org.objectweb.asm.MethodVisitor;

/** Gives class files an old version and takes their stack map frames away. */
final class WithoutFrames extends ClassRewriter {

  private final int version;

  WithoutFrames(int version) {
    this.version = version;
  }

  @Override
  int version() {
    return version;
  }

  @Override
  boolean writesFrames() {
    return false;
  }

  @Override
  MethodVisitor method(
      MethodVisitor next, String owner, int access, String name, String descriptor) {
    return next;
  }
}
