/** Bytes in, bytes out: turns classes with {@code @Async} methods into woven ones. */
module dev.weft.transformer {
  requires transitive org.objectweb.asm;
  requires transitive org.objectweb.asm.tree;
  requires org.objectweb.asm.commons;
  requires org.objectweb.asm.util;
  requires org.objectweb.asm.tree.analysis;
  requires info.picocli;
  requires static graph.support.core; // where a site is written
  requires java.xml;
  requires static java.compiler; // where sources are explained
  requires static jdk.httpserver; // where a site is served
  requires static org.jspecify;

  exports dev.weft.transformer;
  exports dev.weft.transformer.cli;
  exports dev.weft.transformer.dump;
  exports dev.weft.transformer.facts;
  exports dev.weft.transformer.model;
  exports dev.weft.transformer.report;
  exports dev.weft.transformer.site;

  opens dev.weft.transformer.cli to
      info.picocli;
}
