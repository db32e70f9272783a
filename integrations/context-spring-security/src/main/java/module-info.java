/** Spring Security's context for coroutines. */
module dev.weft.context.springsecurity {
  requires dev.weft.runtime;
  requires spring.security.core;
  requires static org.jspecify;

  exports dev.weft.context.springsecurity;

  provides dev.weft.spi.ThreadContextElement with
      dev.weft.context.springsecurity.SecurityContextElement;
}
