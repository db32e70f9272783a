package dev.weft.transformer.model;

/**
 * What the runtime has for one kind of generator.
 *
 * @param type the generator, which the frames of its methods extend
 * @param frame the class as which such a frame is linked to others
 * @param method has the {@code of} that makes a generator of a frame that is another object
 * @param mayWait whether a body may wait, so that whoever asks for an element has a carrier
 * @param bytes what a generator has besides a frame, with compressed references
 */
public record GeneratorClasses(
    String type, String frame, String method, boolean mayWait, int bytes) {

  /** Status, element, carrier, leaf, context, whether iterated. */
  static final GeneratorClasses PLAIN =
      new GeneratorClasses(
          RuntimeNames.GENERATOR,
          RuntimeNames.GENERATOR_FRAME,
          RuntimeNames.GENERATOR_METHOD,
          false,
          5 * 4 + 4);

  /**
   * Status, leaf, element, closing, scope, context, consumer, producer, request, and three flags.
   */
  static final GeneratorClasses ASYNC =
      new GeneratorClasses(
          RuntimeNames.ASYNC_GENERATOR,
          RuntimeNames.ASYNC_GENERATOR_FRAME,
          RuntimeNames.ASYNC_GENERATOR_METHOD,
          true,
          9 * 4 + 4);
}
