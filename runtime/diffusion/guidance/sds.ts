import { guidedAt } from "./classifier-free.ts";
import type { Guidance } from "./terms.ts";

/** Score Distillation Sampling (DreamFusion, eq. 3): w(t)·(ε̂(x_t; y_view, CFG W) − ε). */
export const sds: Guidance = ({ target, negative, noise }, { cfg, weight }) =>
  target.map((value, i) => weight * (guidedAt(value, negative[i], cfg) - noise[i]));
