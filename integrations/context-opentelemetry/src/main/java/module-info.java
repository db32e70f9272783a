/** OpenTelemetry's context for coroutines. */
module dev.weft.context.opentelemetry {
  requires dev.weft.runtime;
  requires io.opentelemetry.context;
  requires static org.jspecify;

  exports dev.weft.context.opentelemetry;

  provides dev.weft.spi.ThreadContextElement with
      dev.weft.context.opentelemetry.OpenTelemetryElement;
}
