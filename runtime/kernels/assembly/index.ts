/** Everything the module exports; see `../exports.ts` for the signatures as JavaScript sees them. */

export { adamw } from "./adamw";
export { antialias, antialiasBackward, vertexFans } from "./antialias";
export { bandCells, bandCount, bandCrossing, bandDilate, bandList, bandOffsets, bandOutputs } from "./band";
export { project, projectBackward } from "./camera";
export { downsample, downsampleBackward } from "./downsample";
export { hashGridBackward, hashGridForward } from "./hash-grid";
export { interpolate, interpolateBackward } from "./interpolate";
export { marchBackward, marchCount, marchEmit, marchPositions } from "./march";
export { laplacian, normalConsistency } from "./mesh-losses";
export { mlpBackward, mlpReduce } from "./mlp-backward";
export { mlpForward } from "./mlp-forward";
export { rasterise, rasteriseBackward } from "./rasterise";
export { shadeNormals, shadeNormalsBackward } from "./shade-normals";
export { vertexNormals, vertexNormalsBackward } from "./vertex-normals";

/** First byte that arrays may use. */
export function heapBase(): usize {
  return __heap_base;
}
