package io.atomic.reconcile.report;

import java.util.Arrays;

/** Puts things where they would like to be, in their order, but no closer than they may. */
final class Spacing {
  private Spacing() {}

  /**
   * The places with the least sum of squared distances from those that were wished for: an isotonic
   * regression, by pooling neighbours that are in each other's way.
   *
   * @param wished in order; they need not ascend
   * @param least how far each must at least be behind the one before it; the first has none
   */
  static double[] of(double[] wished, double[] least) {
    var count = wished.length;
    var offset = new double[count];
    for (var i = 1; i < count; i++) {
      offset[i] = offset[i - 1] + least[i];
    }
    var sum = new double[count];
    var size = new int[count];
    var pools = 0;
    for (var i = 0; i < count; i++) {
      sum[pools] = wished[i] - offset[i];
      size[pools] = 1;
      pools++;
      while (pools > 1 && sum[pools - 2] * size[pools - 1] > sum[pools - 1] * size[pools - 2]) {
        pools--;
        sum[pools - 1] += sum[pools];
        size[pools - 1] += size[pools];
      }
    }
    var places = new double[count];
    var next = 0;
    for (var pool = 0; pool < pools; pool++) {
      Arrays.fill(places, next, next + size[pool], sum[pool] / size[pool]);
      next += size[pool];
    }
    for (var i = 0; i < count; i++) {
      places[i] += offset[i];
    }
    return places;
  }
}
