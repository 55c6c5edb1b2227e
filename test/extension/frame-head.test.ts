import assert from "node:assert/strict";
import { test } from "node:test";
import { VertexBuffer } from "@babylonjs/core/Buffers/buffer.js";
import { ArcRotateCamera } from "@babylonjs/core/Cameras/arcRotateCamera.js";
import { NullEngine } from "@babylonjs/core/Engines/nullEngine.js";
import "@babylonjs/core/Materials/standardMaterial.js";
import { Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import { CreateCylinder } from "@babylonjs/core/Meshes/Builders/cylinderBuilder.js";
import { TransformNode } from "@babylonjs/core/Meshes/transformNode.js";
import { Scene } from "@babylonjs/core/scene.js";
import { createFraming } from "../../extension/studio/frame-head.ts";

/** The studio's viewport at 1280 × 800, beside the panel. */
const [WIDTH, HEIGHT] = [940, 800];

function studio() {
  const scene = new Scene(new NullEngine({ renderWidth: WIDTH, renderHeight: HEIGHT } as never));
  const camera = new ArcRotateCamera("camera", Math.PI / 2, 1.45, 0.72, new Vector3(0, -0.02, 0), scene);
  camera.fov = 0.55;
  camera.upperRadiusLimit = 3;
  const framing = createFraming(camera, () => ({ width: WIDTH, height: HEIGHT }));
  /** A head from one height to another, in metres. */
  const head = (bottom: number, top: number, x = 0) => {
    const node = new TransformNode("head", scene);
    const skin = CreateCylinder("skin", { diameter: 0.2, height: top - bottom }, scene);
    skin.parent = node;
    node.position.set(x, (bottom + top) / 2, 0);
    return node;
  };
  /** Least distance of a vertex to the viewport's edges, below the tools; in pixels. */
  const room = (node: TransformNode) => {
    camera.getViewMatrix(true);
    camera.getProjectionMatrix(true);
    const [skin] = node.getChildMeshes();
    const positions = [...skin.getVerticesData(VertexBuffer.PositionKind)!];
    const toScreen = skin.computeWorldMatrix(true).multiply(camera.getTransformationMatrix());
    const seen = Array.from({ length: positions.length / 3 }, (_, i) => {
      const { x, y } = Vector3.TransformCoordinates(Vector3.FromArray(positions, 3 * i), toScreen);
      return { x: ((1 + x) / 2) * WIDTH, y: ((1 - y) / 2) * HEIGHT };
    });
    return Math.min(...seen.flatMap(({ x, y }) => [x, WIDTH - x, y - 48, HEIGHT - y]));
  };
  return { camera, framing, head, room };
}

test("tall hats and long beards are in view, from every side, and small heads as near as ever", () => {
  const { camera, framing, head, room } = studio();
  for (const [i, [bottom, top, x]] of [
    [-0.17, 0.36, 0],
    [-0.45, 0.13, 0],
    [-0.17, 0.36, 0.6],
  ].entries()) {
    const node = head(bottom, top, x);
    framing.see({ id: `${i}`, node });
    for (const alpha of [0, 1, Math.PI / 2, 3, 4.5]) {
      camera.alpha = alpha;
      assert.ok(room(node) > 4, `from ${alpha}: ${room(node)}`);
    }
    assert.ok(room(node) < 40, "no smaller than need be");
  }
  framing.see({ id: "child", node: head(-0.12, 0.08) });
  assert.equal(camera.radius, 0.72);
});

test("while a head grows the camera only steps back, and a zoom is left alone until the view is reset", () => {
  const { camera, framing, head, room } = studio();
  framing.see({ id: "a", node: head(-0.17, 0.3) });
  const [before, target] = [camera.radius, camera.target.clone()];
  framing.see({ id: "a", node: head(-0.17, 0.12) });
  assert.equal(camera.radius, before);
  const bearded = head(-0.4, 0.3);
  framing.see({ id: "a", node: bearded });
  assert.ok(camera.radius > before && room(bearded) > 4);
  assert.ok(camera.target.equals(target), "it looks where it has looked");

  camera.alpha += 0.5;
  framing.see({ id: "b", node: head(-0.17, 0.12) });
  assert.ok(camera.radius < before, "a turned head is framed");
  camera.radius = 0.4;
  framing.see({ id: "c", node: bearded });
  framing.refit();
  assert.equal(camera.radius, 0.4);
  framing.reset();
  assert.ok(room(bearded) > 4);
});
