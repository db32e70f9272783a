package dev.weft.transformer.facts;

/**
 * Some bytes of a frame.
 *
 * @param offset of its first byte
 * @param bytes how many it has
 * @param name of the field, or what it is
 * @param type of the field, or empty
 */
public record FramePart(int offset, int bytes, String name, String type, Use use) {

  /** What a part is there for. */
  public enum Use {
    /** The JVM's: mark and class. */
    HEADER,
    /** The runtime's. */
    RUNTIME,
    /** What the method keeps. */
    FIELD,
    /** Nothing. */
    PADDING
  }
}
