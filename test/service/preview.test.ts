import assert from "node:assert/strict";
import { test } from "node:test";
import { NodeIO } from "@gltf-transform/core";
import { EXTMeshoptCompression, KHRMeshQuantization } from "@gltf-transform/extensions";
import validator from "gltf-validator";
import { MeshoptDecoder } from "meshoptimizer";
import { encodeImage } from "../../runtime/host/node/images.ts";
import { encodePreview } from "../../runtime/service/compute/preview.ts";

/** A sphere of n rings and 2n segments. */
function sphere(n: number) {
  const positions: number[] = [];
  const indices: number[] = [];
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= 2 * n; j++) {
      const [a, b] = [(Math.PI * i) / n, (Math.PI * j) / n];
      positions.push(0.8 * Math.sin(a) * Math.cos(b), 0.8 * Math.cos(a), 0.8 * Math.sin(a) * Math.sin(b));
      const at = i * (2 * n + 1) + j;
      if (i < n && j < 2 * n) indices.push(at, at + 1, at + 2 * n + 2, at, at + 2 * n + 2, at + 2 * n + 1);
    }
  }
  const normals = Float32Array.from(positions, (value) => value / 0.8);
  const colors = Uint8Array.from({ length: (positions.length / 3) * 4 }, (_, i) => (i % 4 === 3 ? 255 : i % 256));
  return { positions: Float32Array.from(positions), indices: Uint32Array.from(indices), normals, colors };
}

test("a preview is a valid compressed GLB that keeps shape, order and linear colours", async () => {
  const mesh = sphere(60);
  const bytes = await encodePreview(mesh, encodeImage);
  const report = await validator.validateBytes(bytes);
  assert.equal(report.issues.numErrors, 0, JSON.stringify(report.issues.messages.slice(0, 3)));
  const count = mesh.positions.length / 3;
  assert.ok(bytes.length < 20 * count, `${bytes.length / count} bytes a vertex`);
  await MeshoptDecoder.ready;
  const io = new NodeIO()
    .registerExtensions([EXTMeshoptCompression, KHRMeshQuantization])
    .registerDependencies({ "meshopt.decoder": MeshoptDecoder });
  const root = (await io.readBinary(bytes)).getRoot();
  assert.equal(root.listAccessors().length, 4);
  const node = root.listNodes()[0];
  const primitive = node.getMesh()!.listPrimitives()[0];
  const [scale, shift] = [node.getScale()[0], node.getTranslation()];
  for (const i of [0, 777, count - 1]) {
    const point = primitive.getAttribute("POSITION")!.getElement(i, []);
    for (let axis = 0; axis < 3; axis++) {
      assert.ok(Math.abs(point[axis] * scale + shift[axis] - mesh.positions[i * 3 + axis]) < 2e-4);
    }
  }
  const red = mesh.colors[40] / 255;
  const linear = red <= 0.04045 ? red / 12.92 : ((red + 0.055) / 1.055) ** 2.4;
  assert.ok(Math.abs(primitive.getAttribute("COLOR_0")!.getElement(10, [])[0] - linear) < 1e-4);
  assert.equal(primitive.getIndices()!.getCount(), mesh.indices.length);
});
