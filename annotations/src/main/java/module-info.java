/**
 * The annotation that marks coroutines; nothing else is needed to compile against Weft's marking.
 */
module dev.weft.annotations {
  exports dev.weft.annotations;
}
