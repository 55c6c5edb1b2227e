import { ARITHMETIC } from "./arithmetic.ts";
import { CONV } from "./conv.ts";
import { LAYOUT } from "./layout.ts";
import { LINEAR } from "./linear.ts";
import type { Vjp } from "./types.ts";

/** The gradient rule of every operator that has one, by its ONNX name. */
export const VJPS: Readonly<Record<string, Vjp>> = { ...ARITHMETIC, ...CONV, ...LAYOUT, ...LINEAR };
