package dev.weft.transformer.cli;

import dev.weft.transformer.model.Monitors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of an option {@code --monitors} as the agent does, with the same message. */
public final class MonitorsConverter implements ITypeConverter<Monitors> {

  /** For picocli. */
  public MonitorsConverter() {}

  @Override
  public Monitors convert(String value) {
    try {
      return Monitors.of(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
