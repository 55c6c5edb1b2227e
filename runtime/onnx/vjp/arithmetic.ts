import { scalar, type Value } from "../graph.ts";
import * as op from "../ops/index.ts";
import type { Vjp, VjpContext } from "./types.ts";

/** Sums a gradient over the axes that broadcasting stretched, so that it has the shape of `v`. */
function unbroadcast(c: VjpContext, d: Value, v: Value): Value {
  const axes = op.broadcastAxes(v.shape, d.shape);
  if (d.shape.length === 4 && axes.join() === "1") return op.sumChannels(c.g, d);
  return op.reshape(c.g, op.reduceSum(c.g, d, axes), v.shape);
}

/** The gradient of one input, skipped where nothing depends on it. */
const when = (c: VjpContext, v: Value | null, make: (v: Value) => Value): Value | null =>
  v && c.active(v) ? unbroadcast(c, make(v), v) : null;

const add: Vjp = (c, { inputs: [a, b] }, [d]) => [when(c, a, () => d!), when(c, b, () => d!)];

const sub: Vjp = (c, { inputs: [a, b] }, [d]) => [when(c, a, () => d!), when(c, b, () => op.neg(c.g, d!))];

const mul: Vjp = (c, { inputs: [a, b] }, [d]) => [
  when(c, a, () => op.mul(c.g, d!, c.forward(b!))),
  when(c, b, () => op.mul(c.g, d!, c.forward(a!))),
];

const div: Vjp = (c, { inputs: [a, b], outputs: [y] }, [d]) => {
  const scaled = op.div(c.g, d!, c.forward(b!));
  return [when(c, a, () => scaled), when(c, b, () => op.neg(c.g, op.mul(c.g, scaled, c.forward(y))))];
};

const sqrt: Vjp = ({ g, forward }, { outputs: [y] }, [d]) => [op.mul(g, op.div(g, d!, forward(y)), scalar(g, 0.5))];

const neg: Vjp = ({ g }, _, [d]) => [op.neg(g, d!)];
const exp: Vjp = ({ g, forward }, { outputs: [y] }, [d]) => [op.mul(g, d!, forward(y))];
const relu: Vjp = ({ g, forward }, { outputs: [y] }, [d]) => [op.mul(g, d!, op.greater(g, forward(y), scalar(g, 0)))];

const sigmoid: Vjp = ({ g, forward }, { outputs: [y] }, [d]) => {
  const s = forward(y);
  return [op.mul(g, d!, op.sub(g, s, op.mul(g, s, s)))];
};

const tanh: Vjp = ({ g, forward }, { outputs: [y] }, [d]) => {
  const t = forward(y);
  return [op.mul(g, d!, op.sub(g, scalar(g, 1), op.mul(g, t, t)))];
};

/** y = x·s, s = sigmoid(αx): dy/dx = s + α·y·(1 − s). */
const quickGelu: Vjp = ({ g, forward }, { inputs: [x], attributes }, [d]) => {
  const alpha = "float" in attributes.alpha ? attributes.alpha.float : 1;
  const at = forward(x!);
  const z = alpha === 1 ? at : op.mul(g, at, scalar(g, alpha));
  const s = op.sigmoid(g, z);
  const zs = op.mul(g, z, s);
  return [op.mul(g, d!, op.add(g, s, op.sub(g, zs, op.mul(g, zs, s))))];
};

/** y = x·Φ(x): dy/dx = Φ(x) + x·φ(x); the tanh form likewise, by its own derivative. */
const gelu: Vjp = ({ g, forward }, { inputs: [x], attributes }, [d]) => {
  const at = forward(x!);
  const k = (v: number) => scalar(g, v);
  const square = op.mul(g, at, at);
  if ("string" in attributes.approximate && attributes.approximate.string === "tanh") {
    const a = Math.sqrt(2 / Math.PI);
    const inner = op.mul(g, at, op.add(g, op.mul(g, square, k(0.044715 * a)), k(a)));
    const t = op.tanh(g, inner);
    const slope = op.add(g, op.mul(g, square, k(3 * 0.044715 * a)), k(a));
    const bend = op.mul(g, op.mul(g, at, slope), op.sub(g, k(1), op.mul(g, t, t)));
    return [op.mul(g, d!, op.mul(g, op.add(g, op.add(g, t, k(1)), bend), k(0.5)))];
  }
  const phi = op.mul(g, op.add(g, op.erf(g, op.mul(g, at, k(Math.SQRT1_2))), k(1)), k(0.5));
  const density = op.mul(g, op.exp(g, op.mul(g, square, k(-0.5))), k(1 / Math.sqrt(2 * Math.PI)));
  return [op.mul(g, d!, op.add(g, phi, op.mul(g, at, density)))];
};

export const ARITHMETIC: Record<string, Vjp> = {
  Add: add,
  Sub: sub,
  Mul: mul,
  Div: div,
  Sqrt: sqrt,
  Neg: neg,
  Exp: exp,
  Relu: relu,
  Sigmoid: sigmoid,
  Tanh: tanh,
  QuickGelu: quickGelu,
  Gelu: gelu,
};
