package io.atomic.reconcile.cli;

import io.atomic.reconcile.manifest.GrantSpelling;
import io.atomic.reconcile.model.Grant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Grants on the command line, spelled as in manifests. */
final class GrantConverter implements ITypeConverter<String> {
  @Override
  public String convert(String text) {
    if (Grant.find(text) == null) {
      throw new TypeConversionException(
          "'%s' is no grant; %s".formatted(text, GrantSpelling.remedy(text)));
    }
    return text;
  }
}
