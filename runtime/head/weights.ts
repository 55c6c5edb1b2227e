/** Morph weights by name; absent means 0. */
export type Weights = Record<string, number>;
