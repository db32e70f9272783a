package dev.weft.transformer.site;

import dev.weft.transformer.WovenClass;
import dev.weft.transformer.dump.BodySizes;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/** A class as it was, and as it was woven. */
record ClassPair(ClassNode original, ClassNode woven, BodySizes sizes) {

  static ClassPair of(WovenClass woven) {
    return new ClassPair(tree(woven.original()), tree(woven.bytes()), BodySizes.of(woven));
  }

  private static ClassNode tree(byte[] classFile) {
    var tree = new ClassNode();
    new ClassReader(classFile).accept(tree, ClassReader.SKIP_FRAMES);
    return tree;
  }
}
