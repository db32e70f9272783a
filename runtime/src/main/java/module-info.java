/**
 * Coroutines for Java: the language ({@code dev.weft}), channels ({@code dev.weft.io}), what
 * extends both ({@code dev.weft.spi}), and what generated code calls ({@code dev.weft.woven}).
 */
module dev.weft.runtime {
  requires transitive dev.weft.annotations;
  requires static java.management;
  requires static jdk.jfr;
  requires static org.jetbrains.annotations;
  requires static org.jspecify;

  exports dev.weft;
  exports dev.weft.concurrent;
  exports dev.weft.io;
  exports dev.weft.observe;
  exports dev.weft.spi;
  exports dev.weft.woven;

  uses dev.weft.spi.ThreadContextElement;
}
