import { type Field, layers } from "../../field/field.ts";

/** Makes a field's outputs 0 everywhere: nothing is changed before the first step. */
export function startAtZero(field: Field): void {
  const { weights2, bias2 } = layers(field);
  weights2.fill(0);
  bias2.fill(0);
}
