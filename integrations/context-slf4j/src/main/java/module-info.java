/** SLF4J's diagnostic context for coroutines. */
module dev.weft.context.slf4j {
  requires dev.weft.runtime;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.weft.context.slf4j;

  provides dev.weft.spi.ThreadContextElement with
      dev.weft.context.slf4j.MdcElement;
}
