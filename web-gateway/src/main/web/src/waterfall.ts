/** Contributions as bars of which each begins where the one before it ended, so that they add up. */

export interface Step {
  /** Left end, points from 50. */
  readonly x: number;
  /** Points, never negative. */
  readonly width: number;
}

export interface Waterfall {
  /** The axis runs from −span to +span points around 50; a multiple of 10. */
  readonly span: number;
  /** One per contribution; null where it is absent. */
  readonly steps: readonly (Step | null)[];
}

export function waterfall(contributions: readonly (number | null)[]): Waterfall {
  let reached = 0;
  let widest = 0;
  const steps = contributions.map((contribution) => {
    if (contribution === null || !Number.isFinite(contribution)) {
      return null;
    }
    const from = reached;
    reached += contribution;
    widest = Math.max(widest, Math.abs(reached));
    return { x: Math.min(from, reached), width: Math.abs(contribution) };
  });
  return { span: Math.max(10, Math.ceil(widest / 10) * 10), steps };
}
