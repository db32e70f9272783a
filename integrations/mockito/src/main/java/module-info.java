/** Mockito's inline mocks and spies in coroutines. */
module dev.weft.mockito {
  requires dev.weft.runtime;
  requires org.mockito;
  requires static org.jspecify;

  exports dev.weft.mockito;
}
