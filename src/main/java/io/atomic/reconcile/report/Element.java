package io.atomic.reconcile.report;

import io.atomic.reconcile.model.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An element of HTML or SVG in the making. Text and the values of attributes are escaped since
 * there is no other way to put them in, and what comes out is well-formed XML as well.
 */
final class Element {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");

  /** Those of HTML that have no end. */
  private static final Set<String> VOID = Set.of("meta", "input");

  private final String name;
  private final Map<String, String> attributes = new LinkedHashMap<>();

  /** Elements and texts, in their order. */
  private final List<Object> content = new ArrayList<>();

  private Element(String name) {
    this.name = checked(name);
  }

  static Element of(String name) {
    return new Element(name);
  }

  /** One with nothing but a text. */
  static Element of(String name, String text) {
    return of(name).text(text);
  }

  /** An attribute; null = it has none of that name. */
  Element with(String attribute, @Nullable Object value) {
    if (value != null) {
      attributes.put(checked(attribute), value.toString());
    }
    return this;
  }

  /** An attribute that is a length or a place in a drawing, as short as it can be. */
  Element at(String attribute, double value) {
    var tenths = Math.round(value * 10);
    return with(
        attribute, tenths % 10 == 0 ? Long.toString(tenths / 10) : Double.toString(tenths / 10.0));
  }

  /** What style sheets know it by. */
  Element styled(String classes) {
    return with("class", classes);
  }

  Element text(String text) {
    content.add(text);
    return this;
  }

  Element add(Element... children) {
    content.addAll(List.of(children));
    return this;
  }

  /** Nothing, if there is none. */
  Element addIf(boolean wanted, Element child) {
    return wanted ? add(child) : this;
  }

  <T> Element addAll(Iterable<T> all, Function<T, Element> child) {
    all.forEach(one -> add(child.apply(one)));
    return this;
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    appendTo(text);
    return text.toString();
  }

  private void appendTo(StringBuilder text) {
    text.append('<').append(name);
    attributes.forEach((attribute, value) -> {
      text.append(' ').append(attribute).append("=\"");
      escape(value, "&quot;", text);
      text.append('"');
    });
    if (VOID.contains(name)) {
      text.append("/>");
      return;
    }
    text.append('>');
    for (var part : content) {
      if (part instanceof Element element) {
        element.appendTo(text);
      } else {
        escape(part.toString(), "\"", text);
      }
    }
    text.append("</").append(name).append('>');
  }

  /** A name never comes from outside. */
  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("'%s' names nothing in a page".formatted(name));
    }
    return name;
  }

  /**
   * As it stands in a page.
   *
   * @param quote how a quotation mark is written, which in text is nothing but that: style sheets
   *     have them
   */
  private static void escape(String value, String quote, StringBuilder text) {
    Printable.lines(value)
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> text.append("&amp;");
            case '<' -> text.append("&lt;");
            case '>' -> text.append("&gt;");
            case '"' -> text.append(quote);
            default -> text.appendCodePoint(isCharacter(c) ? c : '\uFFFD');
          }
        });
  }

  /** Halves of surrogates and the two that are never characters are not allowed in XML. */
  private static boolean isCharacter(int c) {
    return !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
  }
}
