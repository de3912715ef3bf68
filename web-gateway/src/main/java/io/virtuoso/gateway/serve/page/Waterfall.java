package io.virtuoso.gateway.serve.page;

import io.virtuoso.model.document.Confluence.DimensionView;
import java.util.ArrayList;
import java.util.List;

/**
 * Contributions as bars of which each begins where the one before it ended, so that they add up.
 *
 * @param span the axis runs from −span to +span points around 50; a multiple of 10
 * @param steps one per dimension
 */
record Waterfall(int span, List<Step> steps) {
  /**
   * One bar.
   *
   * @param x left end, points from 50
   * @param width points, never negative; 0 where the contribution is absent
   */
  record Step(double x, double width) {
    static final Step NONE = new Step(0, 0);
  }

  static Waterfall of(List<DimensionView> dimensions) {
    double reached = 0;
    double widest = 0;
    List<Step> steps = new ArrayList<>();
    for (DimensionView one : dimensions) {
      Double points = one.contribution();
      if (points == null || !Double.isFinite(points)) {
        steps.add(Step.NONE);
        continue;
      }
      double from = reached;
      reached += points;
      widest = Math.max(widest, Math.abs(reached));
      steps.add(new Step(Math.min(from, reached), Math.abs(points)));
    }
    return new Waterfall(Math.max(10, (int) Math.ceil(widest / 10) * 10), List.copyOf(steps));
  }
}
