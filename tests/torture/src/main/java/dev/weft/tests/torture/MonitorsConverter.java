package dev.weft.tests.torture;

import dev.weft.transformer.model.Monitors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the option {@code --monitors} as the agent does. */
final class MonitorsConverter implements ITypeConverter<Monitors> {

  MonitorsConverter() {}

  @Override
  public Monitors convert(String value) {
    try {
      return Monitors.of(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
