/**
 * Signatures of the functions exported by `assembly/index.ts`. Arguments ending in `Ptr`, and every array, are byte offsets into
 * kernel memory; `begin`/`end` are half-open ranges, so that a call can be cut into parts.
 */
export interface KernelExports {
  heapBase(): number;

  hashGridForward(
    begin: number,
    end: number,
    count: number,
    positions: number,
    table: number,
    scale: number,
    resolution: number,
    mask: number,
    encoding: number,
    inputs: number,
  ): void;
  hashGridBackward(
    begin: number,
    end: number,
    positions: number,
    tableGradient: number,
    scale: number,
    resolution: number,
    mask: number,
    encodingGradient: number,
    inputs: number,
  ): void;

  mlpForward(
    blockBegin: number,
    blockEnd: number,
    count: number,
    encoding: number,
    inputs: number,
    weights1: number,
    bias1: number,
    hidden: number,
    width: number,
    weights2: number,
    bias2: number,
    outputs: number,
    outputCount: number,
  ): void;
  mlpBackward(
    blockBegin: number,
    blockEnd: number,
    count: number,
    encoding: number,
    inputs: number,
    weights1: number,
    hidden: number,
    width: number,
    weights2: number,
    outputGradient: number,
    outputCount: number,
    encodingGradient: number,
    partial: number,
    workspace: number,
  ): void;
  mlpReduce(partials: number, parts: number, length: number, gradient: number): void;
  adamw(
    begin: number,
    end: number,
    parameters: number,
    gradient: number,
    mean: number,
    variance: number,
    rate: number,
    beta1: number,
    beta2: number,
    varianceScale: number,
    epsilon: number,
    decay: number,
    flush: number,
  ): void;

  bandCrossing(sdf: number, side: number, flags: number): void;
  bandDilate(flags: number, side: number, radius: number, workspace: number): void;
  bandCount(flags: number, side: number): number;
  bandList(flags: number, side: number, band: number, positions: number, slots: number): void;
  bandCells(slots: number, side: number, cells: number): number;
  bandOffsets(band: number, count: number, raw: number, limit: number, offsets: number): void;
  bandOutputs(
    begin: number,
    end: number,
    band: number,
    outputs: number,
    base: number,
    range: number,
    limit: number,
    sdf: number,
    offsets: number,
  ): void;

  marchCount(cells: number, count: number, sdf: number, side: number, table: number): number;
  marchEmit(
    cells: number,
    count: number,
    sdf: number,
    side: number,
    table: number,
    window: number,
    edges: number,
    indices: number,
  ): number;
  marchPositions(
    begin: number,
    end: number,
    edges: number,
    sdf: number,
    offsets: number,
    side: number,
    positions: number,
  ): void;
  marchBackward(
    count: number,
    edges: number,
    sdf: number,
    offsets: number,
    side: number,
    positionGradient: number,
    slots: number,
    sdfGradient: number,
    offsetGradient: number,
    limit: number,
  ): void;

  project(begin: number, end: number, positions: number, frame: number, size: number, screen: number): void;
  projectBackward(
    begin: number,
    end: number,
    positions: number,
    frame: number,
    size: number,
    screen: number,
    screenGradient: number,
    positionGradient: number,
  ): void;
  rasterise(
    rowBegin: number,
    rowEnd: number,
    size: number,
    screen: number,
    indices: number,
    triangleCount: number,
    cull: number,
    triangles: number,
    barycentrics: number,
    inverseDepth: number,
    firstCard: number,
    uvs: number,
    alpha: number,
    alphaWidth: number,
    alphaHeight: number,
    cutoff: number,
  ): void;
  rasteriseBackward(
    size: number,
    screen: number,
    indices: number,
    triangles: number,
    barycentrics: number,
    barycentricGradient: number,
    screenGradient: number,
  ): void;
  interpolate(
    pixelBegin: number,
    pixelEnd: number,
    triangles: number,
    barycentrics: number,
    indices: number,
    attributes: number,
    channels: number,
    image: number,
  ): void;
  interpolateBackward(
    pixels: number,
    triangles: number,
    barycentrics: number,
    indices: number,
    attributes: number,
    channels: number,
    imageGradient: number,
    attributeGradient: number,
    barycentricGradient: number,
  ): void;
  shadeNormals(
    pixelBegin: number,
    pixelEnd: number,
    triangles: number,
    barycentrics: number,
    indices: number,
    normals: number,
    frame: number,
    channels: number,
    image: number,
  ): void;
  shadeNormalsBackward(
    pixels: number,
    triangles: number,
    barycentrics: number,
    indices: number,
    normals: number,
    frame: number,
    channels: number,
    imageGradient: number,
    normalGradient: number,
    barycentricGradient: number,
  ): void;
  vertexFans(indices: number, triangleCount: number, vertexCount: number, starts: number, corners: number): void;
  antialias(
    size: number,
    channels: number,
    image: number,
    triangles: number,
    inverseDepth: number,
    screen: number,
    indices: number,
    triangleCount: number,
    vertexCount: number,
    starts: number,
    corners: number,
    flags: number,
    output: number,
    seams: number,
    capacity: number,
  ): number;
  antialiasBackward(
    seams: number,
    seamCount: number,
    size: number,
    channels: number,
    image: number,
    screen: number,
    outputGradient: number,
    imageGradient: number,
    screenGradient: number,
  ): void;
  vertexNormals(
    positions: number,
    vertexCount: number,
    indices: number,
    triangleCount: number,
    normals: number,
    lengths: number,
  ): void;
  vertexNormalsBackward(
    positions: number,
    vertexCount: number,
    indices: number,
    triangleCount: number,
    normals: number,
    lengths: number,
    normalGradient: number,
    positionGradient: number,
    workspace: number,
  ): void;
  normalConsistency(
    indices: number,
    triangleCount: number,
    normals: number,
    weight: number,
    normalGradient: number,
  ): number;
  laplacian(
    indices: number,
    triangleCount: number,
    positions: number,
    vertexCount: number,
    weight: number,
    positionGradient: number,
    workspace: number,
  ): number;
  downsample(rowBegin: number, rowEnd: number, size: number, channels: number, image: number, output: number): void;
  downsampleBackward(
    rowBegin: number,
    rowEnd: number,
    size: number,
    channels: number,
    outputGradient: number,
    imageGradient: number,
  ): void;
}
