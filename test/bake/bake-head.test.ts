import assert from "node:assert/strict";
import { test } from "node:test";
import { type Document, WebIO } from "@gltf-transform/core";
import { EXTMeshoptCompression, EXTTextureWebP, KHRMeshQuantization } from "@gltf-transform/extensions";
import { validateBytes } from "gltf-validator";
import { MeshoptDecoder } from "meshoptimizer/decoder";
import { type BakeInput, bakeHead } from "../../runtime/bake/bake-head.ts";
import type { BakeOptions } from "../../runtime/bake/options.ts";
import { bakedSurface, fetchTexels, mix } from "../../runtime/bake/preview/surfaces.ts";
import { readGlb } from "../../runtime/bake/read-glb.ts";
import { BakeError, type LaidOutMesh } from "../../runtime/bake/types.ts";
import { writeGlb } from "../../runtime/bake/write-glb.ts";
import { decodeImage, encodeImage } from "../../runtime/host/node/images.ts";
import { buildBvh } from "../../runtime/mesh/build-bvh.ts";
import { closestPoint } from "../../runtime/mesh/closest-point.ts";
import { vertexNormals } from "../../runtime/mesh/vertex-normals.ts";
import { HEAD_REGIONS, headColor, headRegions, headSdf, meshSdf } from "./analytic-head.ts";

const high = meshSdf(headSdf, 64);
const normals = vertexNormals(high);
const input: BakeInput = {
  mesh: high,
  color: headColor,
  regions: { names: HEAD_REGIONS, of: headRegions },
  sockets: [
    { name: "neck", position: [0, -0.7, -0.1] },
    { name: "hat", position: [0, 0.6, 0], rotation: [0, 0, 0, 1] },
  ],
  copyright: "CC0-1.0",
  recipe: { prompt: "a striped head", seed: 7 },
};
const small: Partial<BakeOptions> = { triangles: 4000, textureSize: 512 };
const host = { encodeImage };
const baked = await bakeHead(input, small, host);
const compress = () => writeGlb(baked.mesh, baked.textures, encodeImage, { compress: true });
const compressed = await compress();

test("a head is read back from its file as it was baked, compressed or not", async () => {
  for (const glb of [baked.glb, compressed]) {
    const { surface } = await readGlb(glb, decodeImage);
    assert.equal(surface.mesh.indices.length, baked.mesh.lods[0].length);
    const extent = ({ positions }: { positions: Float32Array }, axis: number) => {
      const values = positions.filter((_, i) => i % 3 === axis);
      return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
    };
    for (const axis of [0, 1, 2]) {
      const [found, wanted] = [extent(surface.mesh, axis), extent(baked.mesh, axis)];
      for (const k of [0, 1]) assert.ok(Math.abs(found[k] - wanted[k]) < 1e-3, `axis ${axis}: ${found} for ${wanted}`);
    }
  }
  const { extras } = await readGlb(baked.glb, decodeImage);
  assert.deepEqual((extras.headartist as { recipe: unknown }).recipe, input.recipe);
});

async function read(glb: Uint8Array): Promise<Document> {
  await MeshoptDecoder.ready;
  return new WebIO()
    .registerExtensions([EXTTextureWebP, EXTMeshoptCompression, KHRMeshQuantization])
    .registerDependencies({ "meshopt.decoder": MeshoptDecoder })
    .readBinary(glb);
}

/** Points spread evenly over the triangles of an index list. */
function spreadPoints(indices: Uint32Array, perTriangle: number): { triangle: Uint32Array; weights: Float32Array } {
  const count = (indices.length / 3) * perTriangle;
  const weights = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) {
    const [a, b] = [(i * 0.754877666) % 1, (i * 0.569840291) % 1];
    weights.set(a + b > 1 ? [1 - a, 1 - b] : [a, b], 2 * i);
  }
  return { triangle: new Uint32Array(count).map((_, i) => Math.floor(i / perTriangle)), weights };
}

/** What the high-resolution surface has at points of a low one: colour and smooth normal. */
function truth(low: LaidOutMesh, level: number, triangle: Uint32Array, weights: Float32Array) {
  const bvh = buildBvh(high);
  const at = mix(low.positions, 3, low.lods[level], triangle, weights);
  const facing = mix(low.normals, 3, low.lods[level], triangle, weights);
  const near = { slot: -1, u: 0, v: 0, squared: 0 };
  const hits = new Uint32Array(triangle.length);
  const corners = new Float32Array(weights.length);
  for (let i = 0; i < triangle.length; i++) {
    const [p, n] = [at.subarray(3 * i, 3 * i + 3), facing.subarray(3 * i, 3 * i + 3)];
    closestPoint(bvh, p[0], p[1], p[2], n[0], n[1], n[2], near);
    hits[i] = bvh.order[near.slot];
    corners.set([near.u, near.v], 2 * i);
  }
  return {
    colors: headColor(mix(high.positions, 3, high.indices, hits, corners)),
    normals: mix(normals, 3, high.indices, hits, corners),
  };
}

function meanDifference(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i] - b[i]);
  return sum / a.length;
}

test("the validator finds nothing to say, whatever the images and with compression", async () => {
  const ignoredIssues = ["UNSUPPORTED_EXTENSION"];
  for (const [glb, allowed] of [
    [baked.glb, []],
    [await writeGlb(baked.mesh, baked.textures, encodeImage, { image: "png" }), []],
    // The validator does not know EXT_meshopt_compression and says so; that is the one remark.
    [compressed, ignoredIssues],
  ] as [Uint8Array, string[]][])
    assert.deepEqual((await validateBytes(glb, { ignoredIssues: allowed })).issues.messages, []);
});

test("nodes, scenes, sockets, licence and recipe are where the page says", async () => {
  const root = (await read(baked.glb)).getRoot();
  // The reader keeps its own generator's name: the file's stands in its JSON chunk.
  const { asset } = JSON.parse(
    Buffer.from(baked.glb.subarray(20, 20 + Buffer.from(baked.glb).readUInt32LE(12))).toString(),
  );
  assert.equal(asset.generator, "babylon-headartist");
  assert.equal(asset.copyright, "CC0-1.0");
  const [scene, spare] = root.listScenes();
  assert.equal(root.getDefaultScene(), scene);
  const [head, ...others] = scene.listChildren();
  assert.equal(others.length, 0);
  assert.equal(head.getName(), "Head");
  assert.deepEqual(
    head.listChildren().map((node) => node.getName()),
    ["Head_LOD0", "neck", "hat"],
  );
  assert.equal(spare.getName(), "LODs");
  assert.deepEqual(
    spare.listChildren().map((node) => node.getName()),
    ["Head_LOD1", "Head_LOD2"],
  );
  const extras = head.getExtras() as { lods: string[]; headartist: { recipe: unknown } };
  assert.deepEqual(extras.lods, ["Head_LOD0", "Head_LOD1", "Head_LOD2"]);
  assert.deepEqual(extras.headartist.recipe, input.recipe);
  const [x, y, z] = head.listChildren()[1].getTranslation();
  assert.ok(Math.hypot(x, y + 0.7 * 0.176, z + 0.1 * 0.176) < 1e-6);
  assert.equal(root.listMaterials().length, 1);
  assert.equal(root.listTextures().length, 3);
});

test("the head stands in metres, up +Y, its face to +Z", async () => {
  const positions = (await read(baked.glb)).getRoot().listMeshes()[0].listPrimitives()[0].getAttribute("POSITION")!;
  const [min, max] = [positions.getMin([]), positions.getMax([])];
  assert.ok(max[1] > 0.1 && max[1] < 0.115 && min[1] < -0.16 && min[1] > -0.17);
  // The nose sticks out further than the back of the head does.
  assert.ok(max[2] > -min[2]);
});

test("the baked colour is the field's", async () => {
  const textures = (await read(baked.glb)).getRoot().listTextures();
  const image = await decodeImage(textures.find((texture) => texture.getName() === "Head_BaseColor")!.getImage()!);
  baked.mesh.lods.forEach((lod, level) => {
    const { triangle, weights } = spreadPoints(lod, 6);
    const expected = truth(baked.mesh, level, triangle, weights).colors;
    const found = fetchTexels(image, mix(baked.mesh.uvs, 2, lod, triangle, weights));
    const error = 255 * meanDifference(found, expected);
    // Seams included. Coarse levels lie further from the surface, and stripes of the test colour shift with that.
    assert.ok(error < [2, 3, 8][level], `level ${level}: ${error.toFixed(2)}/255`);
  });
});

test("the normal map gives the low mesh the high one's normals", async () => {
  const { triangle, weights } = spreadPoints(baked.mesh.lods[0], 6);
  const expected = truth(baked.mesh, 0, triangle, weights).normals;
  const found = (await bakedSurface(baked.mesh, baked.textures).sample(triangle, weights)).normals;
  const plain = mix(baked.mesh.normals, 3, baked.mesh.lods[0], triangle, weights);
  const angle = (a: Float32Array) => {
    let sum = 0;
    for (let i = 0; i < a.length; i += 3) {
      const dot = a[i] * expected[i] + a[i + 1] * expected[i + 1] + a[i + 2] * expected[i + 2];
      const lengths = Math.hypot(a[i], a[i + 1], a[i + 2]) * Math.hypot(expected[i], expected[i + 1], expected[i + 2]);
      sum += Math.acos(Math.min(1, dot / lengths));
    }
    return (sum / (a.length / 3)) * (180 / Math.PI);
  };
  assert.ok(angle(found) < 1.5, `${angle(found)}° with the map`);
  assert.ok(angle(found) < 0.5 * angle(plain), `${angle(plain)}° without`);
});

test("occlusion darkens the nape and not the crown; eyes are glossier than skin, skin than hair", async () => {
  const { triangle, weights } = spreadPoints(baked.mesh.lods[0], 2);
  const { occlusion, roughness } = await bakedSurface(baked.mesh, baked.textures).sample(triangle, weights);
  const at = mix(baked.mesh.positions, 3, baked.mesh.lods[0], triangle, weights);
  const mean = (values: Float32Array, where: (x: number, y: number, z: number) => boolean) => {
    const kept = values.filter((_, i) => where(at[3 * i], at[3 * i + 1], at[3 * i + 2]));
    assert.ok(kept.length > 3);
    return kept.reduce((a, b) => a + b, 0) / kept.length;
  };
  assert.ok(mean(occlusion, (_, y) => y > 0.5) > 0.97);
  assert.ok(mean(occlusion, (x, y, z) => Math.abs(x) < 0.1 && y > -0.42 && y < -0.34 && z < -0.2) < 0.8);
  const eyes = mean(roughness, (x, y, z) => Math.hypot(Math.abs(x) - 0.15, y) < 0.03 && z > 0.2);
  const skin = mean(roughness, (_, y, z) => y < -0.2 && y > -0.6 && z > 0.2);
  const hair = mean(roughness, (_, y) => y > 0.4);
  assert.ok(eyes < 0.25 && Math.abs(skin - 0.5) < 0.02 && Math.abs(hair - 0.62) < 0.02, `${eyes} ${skin} ${hair}`);
});

test("a material option makes it metal", async () => {
  const { glb } = await bakeHead(
    { ...input, layout: baked.layout },
    { ...small, material: { metallic: 1, roughness: 0.3 } },
    host,
  );
  const [material] = (await read(glb)).getRoot().listMaterials();
  assert.equal(material.getMetallicFactor(), 1);
  const { rgba } = await decodeImage(material.getMetallicRoughnessTexture()!.getImage()!);
  assert.ok(Math.abs(rgba[1] - 0.3 * 255) <= 2 && rgba[2] >= 253);
});

test("vertices of another material bake into metalness and roughness, the rest keeps the regions'", async () => {
  const material = new Float32Array(high.positions.length);
  const isMetal = (y: number) => y > 0.3;
  for (let i = 0; i < material.length; i += 3) if (isMetal(high.positions[i + 1])) material.set([1, 0.2, 1], i);
  const { glb, mesh, textures } = await bakeHead({ ...input, layout: baked.layout, material }, small, host);
  const { triangle, weights } = spreadPoints(mesh.lods[0], 2);
  const at = mix(mesh.positions, 3, mesh.lods[0], triangle, weights);
  const { metallic, roughness } = await bakedSurface(mesh, textures).sample(triangle, weights);
  const before = await bakedSurface(baked.mesh, baked.textures).sample(triangle, weights);
  let [most, least] = [0, 1];
  for (let i = 0; i < triangle.length; i++) {
    if (at[3 * i + 1] > 0.4) least = Math.min(least, metallic[i], 1 - Math.abs(roughness[i] - 0.2));
    if (at[3 * i + 1] < 0.2) most = Math.max(most, metallic[i], Math.abs(roughness[i] - before.roughness[i]));
  }
  assert.ok(least > 0.98 && most < 0.02, `${least} ${most}`);
  const factor = async (bytes: Uint8Array) => (await read(bytes)).getRoot().listMaterials()[0].getMetallicFactor();
  assert.deepEqual([await factor(glb), await factor(baked.glb)], [1, 0]);
});

test("the same input gives the same bytes", async () => {
  assert.deepEqual((await bakeHead(input, small, host)).glb, baked.glb);
  assert.deepEqual(await compress(), compressed);
});

test("compression keeps the shape to a twentieth of a millimetre and halves the geometry", async () => {
  const geometry = (glb: Uint8Array, document: Document) =>
    glb.length -
    document
      .getRoot()
      .listTextures()
      .reduce((sum, t) => sum + t.getImage()!.length, 0);
  const [plain, packed] = [await read(baked.glb), await read(compressed)];
  assert.ok(geometry(compressed, packed) < 0.5 * geometry(baked.glb, plain));
  const node = packed
    .getRoot()
    .listNodes()
    .find((n) => n.getName() === "Head_LOD0")!;
  const [a, b] = [plain, packed].map((d) => d.getRoot().listMeshes()[0].listPrimitives()[0].getAttribute("POSITION")!);
  const matrix = node.getWorldMatrix();
  for (const bound of ["getMinNormalized", "getMaxNormalized"] as const) {
    const expected = a[bound]([]);
    const found = b[bound]([]).map((x, k) => x * matrix[5 * k] + matrix[12 + k]);
    for (let k = 0; k < 3; k++) assert.ok(Math.abs(found[k] - expected[k]) < 5e-5, `${found} ${expected}`);
  }
});

test("a child of the same connectivity takes the parent's layout over", async () => {
  const taller = { positions: high.positions.map((x, i) => (i % 3 === 1 ? 1.05 * x : x)), indices: high.indices };
  const child = await bakeHead({ ...input, mesh: taller, layout: baked.layout }, small, host);
  assert.equal(child.report.layout, undefined);
  assert.equal(child.mesh.uvs, baked.mesh.uvs);
  assert.deepEqual(child.report.triangles, baked.report.triangles);
  const alien = { ...baked.layout, source: baked.layout.source.map((v) => v + high.positions.length) };
  await assert.rejects(bakeHead({ ...input, layout: alien }, small, host), { code: "layout-mismatch" });
});

test("options no bake can follow are refused", async () => {
  for (const wrong of [
    { triangles: 3 },
    { textureSize: 1000 },
    { levels: [0.5, 0.1] },
    { levels: [1, 0.2, 0.4] },
    { material: { metallic: 2 } },
  ])
    await assert.rejects(
      bakeHead(input, wrong, host),
      (error) => error instanceof BakeError && error.code === "bad-options",
    );
});
