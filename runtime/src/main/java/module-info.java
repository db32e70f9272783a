/**
 * What applications call ({@code dev.weft}) and what woven code calls ({@code dev.weft.runtime}).
 */
module dev.weft.runtime {
  requires transitive dev.weft.annotations;
  requires static org.jspecify;

  exports dev.weft;
  exports dev.weft.io;
  exports dev.weft.loop;
  exports dev.weft.runtime;
}
