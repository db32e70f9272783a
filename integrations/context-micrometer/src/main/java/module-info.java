/** What Micrometer's context propagation knows, for coroutines. */
module dev.weft.context.micrometer {
  requires dev.weft.runtime;
  requires context.propagation;
  requires static org.jspecify;

  exports dev.weft.context.micrometer;

  provides dev.weft.spi.ThreadContextElement with
      dev.weft.context.micrometer.MicrometerElement;
}
