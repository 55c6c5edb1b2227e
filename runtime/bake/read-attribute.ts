import type { Primitive } from "@gltf-transform/core";

/** A vertex attribute as floats, whatever it is stored as. */
export function readAttribute(primitive: Primitive, name: string): Float32Array {
  const accessor = primitive.getAttribute(name);
  if (!accessor) throw new Error(`the head's mesh has no ${name}; it was not written here`);
  const width = accessor.getElementSize();
  const out = new Float32Array(accessor.getCount() * width);
  for (let i = 0; i < accessor.getCount(); i++) out.set(accessor.getElement(i, []), i * width);
  return out;
}

/** Points by a column-major 4 × 4 matrix, then scaled. */
export function transformed(points: Float32Array, m: readonly number[], scale: number): Float32Array {
  const out = new Float32Array(points.length);
  for (let i = 0; i < points.length; i += 3)
    for (let r = 0; r < 3; r++) {
      const [x, y, z] = [points[i], points[i + 1], points[i + 2]];
      out[i + r] = (m[r] * x + m[4 + r] * y + m[8 + r] * z + m[12 + r]) * scale;
    }
  return out;
}
