import type { Guidance } from "./terms.ts";

/** Classifier Score Distillation (Yu et al. 2024, eq. 7): w(t)·W·(ε̂(x_t; y_view) − ε̂(x_t; y_neg)). */
export const csd: Guidance = ({ target, negative }, { cfg, weight }) =>
  target.map((value, i) => weight * cfg * (value - negative[i]));
