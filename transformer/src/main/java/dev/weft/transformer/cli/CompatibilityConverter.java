package dev.weft.transformer.cli;

import dev.weft.transformer.model.Compatibility;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of an option {@code --compat} as the agent does, with the same message. */
public final class CompatibilityConverter implements ITypeConverter<Compatibility> {

  /** For picocli. */
  public CompatibilityConverter() {}

  @Override
  public Compatibility convert(String value) {
    try {
      return Compatibility.of(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
