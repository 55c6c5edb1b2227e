/**
 * What the network said about one noisy latent; every array is a predicted noise ε̂ of the latent's length.
 */
export interface GuidanceTerms {
  /** ε̂(x_t; y_view): prompt with view words. */
  target: Float32Array;
  /** ε̂(x_t; y_neg): negative prompt, the unconditional branch. */
  negative: Float32Array;
  /** ε̂(x_t; y): prompt without view words. */
  self: Float32Array;
  /** ε: the noise that was added. */
  noise: Float32Array;
}

/** Numbers of one guidance evaluation. */
export interface GuidanceOptions {
  /** Classifier-free guidance weight W of the target term. */
  cfg: number;
  /** w(t), by the paper 1 − ᾱ_t. */
  weight: number;
  /** Share in [0, 1] of the added noise ε in the subtracted score (SSD only): 0 is the paper. */
  anchor: number;
}

/** Gradient of the distillation loss with respect to the clean latent, same length as the terms. */
export type Guidance = (terms: GuidanceTerms, options: GuidanceOptions) => Float32Array;
