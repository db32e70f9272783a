/** Has BlockHound report what blocks event loops. */
module dev.weft.blockhound {
  requires dev.weft.runtime;
  requires reactor.blockhound;
  requires static org.jspecify;

  exports dev.weft.blockhound;

  provides reactor.blockhound.integration.BlockHoundIntegration with
      dev.weft.blockhound.WeftIntegration;
}
