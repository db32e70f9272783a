package dev.weft.transformer.site;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes HTML that is well-formed XML as well. Names and strings of class files are shown as they
 * are, whatever they hold; what cannot be shown, or would change how the rest is shown, becomes
 * U+FFFD.
 */
final class Markup {

  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter writer;

  Markup() {
    try {
      writer = FACTORY.createXMLStreamWriter(text);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Step {
    void run() throws XMLStreamException;
  }

  private Markup write(Step step) {
    try {
      step.run();
      return this;
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e); // there is no stream that could fail
    }
  }

  /** What a page begins with, up to its body. */
  Markup begin(String title, String root) {
    write(() -> writer.writeDTD("<!DOCTYPE html>\n"));
    open("html", "lang", "en");
    open("head");
    empty("meta", "charset", "utf-8");
    empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    empty("meta", "name", "color-scheme", "content", "light dark");
    element("title", title);
    empty("link", "rel", "stylesheet", "href", root + "assets/site.css");
    open("script", "defer", "", "src", root + "assets/site.js").close();
    close();
    return open("body");
  }

  /** Opens an element, with attributes as names and values in turns. */
  Markup open(String name, String... attributes) {
    return write(
        () -> {
          writer.writeStartElement(name);
          attributes(attributes);
        });
  }

  /** An element without content, of those that HTML knows none for. */
  Markup empty(String name, String... attributes) {
    return write(
        () -> {
          writer.writeEmptyElement(name);
          attributes(attributes);
        });
  }

  /** A field to search by, which is of no use without scripts. */
  Markup search(String label, String attribute, String value) {
    return empty(
        "input",
        "type",
        "search",
        "class",
        "scripted",
        "placeholder",
        label,
        "aria-label",
        label,
        attribute,
        value);
  }

  private void attributes(String... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      if (!attributes[i].isEmpty()) {
        writer.writeAttribute(attributes[i], shown(attributes[i + 1]));
      }
    }
  }

  /** Closes the innermost open element. */
  Markup close() {
    return write(writer::writeEndElement);
  }

  Markup text(String content) {
    return write(() -> writer.writeCharacters(shown(content)));
  }

  /** An element that holds text only. */
  Markup element(String name, String content, String... attributes) {
    return open(name, attributes).text(content).close();
  }

  /** Closes all that is open; what was written. */
  String end() {
    write(writer::writeEndDocument);
    return text.toString();
  }

  /** Text of which every character can stand in a page. */
  static String shown(String content) {
    StringBuilder shown = null;
    for (int i = 0; i < content.length(); i++) {
      char each = content.charAt(i);
      boolean pair =
          Character.isHighSurrogate(each)
              && i + 1 < content.length()
              && Character.isLowSurrogate(content.charAt(i + 1));
      if (pair) {
        if (shown != null) {
          shown.append(each).append(content.charAt(i + 1));
        }
        i++;
      } else if (isHostile(each)) {
        if (shown == null) {
          shown = new StringBuilder(content.length()).append(content, 0, i);
        }
        shown.append('\uFFFD');
      } else if (shown != null) {
        shown.append(each);
      }
    }
    return shown == null ? content : shown.toString();
  }

  /** Controls, marks that turn the direction of text, halves of characters. */
  private static boolean isHostile(char each) {
    return (Character.isISOControl(each) && each != '\n' && each != '\t')
        || Character.isSurrogate(each)
        || (each >= '\u202A' && each <= '\u202E')
        || (each >= '\u2066' && each <= '\u2069')
        || each == '\u2028'
        || each == '\u2029'
        || each >= '\uFFFE';
  }
}
