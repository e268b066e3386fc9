package io.atomic.reconcile.notify;

import io.atomic.reconcile.cycle.Kept;
import io.atomic.reconcile.model.AlertBook;
import java.util.function.UnaryOperator;

/** A book that is lost with the test. */
final class MemoryBook implements Kept<AlertBook> {
  private AlertBook book = AlertBook.EMPTY;

  @Override
  public AlertBook load() {
    return book;
  }

  @Override
  public AlertBook update(UnaryOperator<AlertBook> change) {
    book = change.apply(book);
    return book;
  }
}
