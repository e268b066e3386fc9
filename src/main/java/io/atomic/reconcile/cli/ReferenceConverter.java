package io.atomic.reconcile.cli;

import io.atomic.reconcile.model.ImageReference;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Image references on the command line. */
final class ReferenceConverter implements ITypeConverter<ImageReference> {
  @Override
  public ImageReference convert(String text) {
    try {
      return ImageReference.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
