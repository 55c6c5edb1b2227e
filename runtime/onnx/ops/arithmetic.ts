import type { DType, Graph, Value } from "../graph.ts";
import { emit } from "../graph.ts";
import { broadcastShapes } from "./broadcast.ts";

function binary(g: Graph, op: string, a: Value, b: Value): Value {
  if (a.dtype !== b.dtype) throw new Error(`graph ${g.name}: ${op} of ${a.dtype} and ${b.dtype}`);
  return emit(g, op, [a, b], broadcastShapes(a.shape, b.shape));
}

/** a + b, broadcasting. */
export const add = (g: Graph, a: Value, b: Value): Value => binary(g, "Add", a, b);
/** a − b, broadcasting. */
export const sub = (g: Graph, a: Value, b: Value): Value => binary(g, "Sub", a, b);
/** a · b element by element, broadcasting. */
export const mul = (g: Graph, a: Value, b: Value): Value => binary(g, "Mul", a, b);
/** a / b element by element, broadcasting. */
export const div = (g: Graph, a: Value, b: Value): Value => binary(g, "Div", a, b);
/** The larger of two elements, broadcasting. */
export const maximum = (g: Graph, a: Value, b: Value): Value => binary(g, "Max", a, b);
/** The smaller of two elements, broadcasting. */
export const minimum = (g: Graph, a: Value, b: Value): Value => binary(g, "Min", a, b);

const unary =
  (op: string) =>
  (g: Graph, x: Value): Value =>
    emit(g, op, [x], x.shape);

export const sqrt = unary("Sqrt");
export const exp = unary("Exp");
export const neg = unary("Neg");
export const sin = unary("Sin");
export const cos = unary("Cos");
export const tanh = unary("Tanh");
export const erf = unary("Erf");
export const sigmoid = unary("Sigmoid");
export const relu = unary("Relu");
export const floor = unary("Floor");

/** x where it is positive, slope · x elsewhere; `slope` broadcasts to x. */
export const prelu = (g: Graph, x: Value, slope: Value): Value => emit(g, "PRelu", [x, slope], x.shape);

/** Element type conversion. */
export function cast(g: Graph, x: Value, dtype: DType): Value {
  if (x.dtype === dtype) return x;
  const to = { float32: 1, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10 }[dtype];
  return emit(g, "Cast", [x], x.shape, { dtype, attributes: { to: { int: to } } });
}

/** 1 where x > y, else 0, as float32. */
export function greater(g: Graph, x: Value, y: Value): Value {
  return cast(g, emit(g, "Greater", [x, y], broadcastShapes(x.shape, y.shape), { dtype: "bool" }), "float32");
}

/** x · sigmoid(x), as one fused operator of ONNX Runtime. */
export const silu = (g: Graph, x: Value): Value => quickGelu(g, x, 1);

/** x · sigmoid(alpha · x); alpha 1.702 is the approximate GELU of CLIP. */
export function quickGelu(g: Graph, x: Value, alpha = 1.702): Value {
  return emit(g, "QuickGelu", [x], x.shape, { domain: "com.microsoft", attributes: { alpha: { float: alpha } } });
}

/** x · Φ(x); `approximate: "tanh"` is the cheaper form some models were trained with. */
export function gelu(g: Graph, x: Value, approximate: "none" | "tanh" = "none"): Value {
  return emit(g, "Gelu", [x], x.shape, { attributes: { approximate: { string: approximate } } });
}
