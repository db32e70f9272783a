/** JUnit Jupiter's tests as coroutines. */
module dev.weft.junit {
  requires transitive dev.weft.runtime;
  requires java.management;
  requires transitive org.junit.jupiter.api;
  requires org.junit.platform.commons;
  requires org.junit.platform.engine;
  requires static org.jspecify;

  exports dev.weft.junit;

  provides org.junit.platform.engine.TestEngine with
      dev.weft.junit.UnrunTestsEngine;
}
