package dev.weft.transformer.site;

import org.graphper.api.attributes.FontStyle;
import org.graphper.def.FlatPoint;
import org.graphper.layout.FontSelector;
import org.graphper.layout.MeasureText;

/**
 * The font of the layout library, which places boxes here and never text: so it need not ask AWT,
 * which small installations of Java lack. The library finds it as a service.
 */
public final class PlainFont implements FontSelector, MeasureText {

  /** Made by the library. */
  public PlainFont() {}

  @Override
  public int order() {
    return Integer.MIN_VALUE;
  }

  @Override
  public boolean envSupport() {
    return true;
  }

  @Override
  public String defaultFont() {
    return "sans-serif";
  }

  @Override
  public boolean exists(String font) {
    return true;
  }

  @Override
  public FlatPoint measure(String text, String font, double size, FontStyle... styles) {
    return new FlatPoint(size, text.length() * size);
  }
}
