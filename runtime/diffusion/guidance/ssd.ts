import { guidedAt } from "./classifier-free.ts";
import type { Guidance } from "./terms.ts";

/**
 * Self Score Distillation (HeadArtist, eq. 6): w(t)·(ε̂(x_t; y_view, CFG W) − ε̂(x_t; y, CFG 1)).
 *
 * With `anchor` λ the subtracted self score is blended with the true noise, (1−λ)·ε̂(x_t; y) + λ·ε. A strong prior needs
 * none (λ = 0, the paper). A small one over-drives the loudest attribute, because nothing in the plain difference says
 * how far the render already is from the data; the residual ε̂ − ε does.
 */
export const ssd: Guidance = ({ target, negative, self, noise }, { cfg, weight, anchor }) =>
  target.map((value, i) => {
    const score = guidedAt(value, negative[i], cfg);
    return weight * (score - ((1 - anchor) * self[i] + anchor * noise[i]));
  });
