import type { Primitive } from "@gltf-transform/core";

/** Elements of an accessor as floats, [n, width], normalised integers decoded. */
export function elements(
  accessor: NonNullable<ReturnType<Primitive["getAttribute"]>>,
  width: number,
): Float32Array<ArrayBuffer> {
  const out = new Float32Array(accessor.getCount() * width);
  const element: number[] = [];
  for (let i = 0; i < accessor.getCount(); i++) {
    accessor.getElement(i, element);
    for (let k = 0; k < width; k++) out[width * i + k] = element[k];
  }
  return out;
}
