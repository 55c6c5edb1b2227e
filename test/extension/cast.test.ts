import assert from "node:assert/strict";
import { test } from "node:test";
import { AssetContainer } from "@babylonjs/core/assetContainer.js";
import { NullEngine } from "@babylonjs/core/Engines/nullEngine.js";
import { Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import { CreateBox } from "@babylonjs/core/Meshes/Builders/boxBuilder.js";
import "@babylonjs/core/Materials/standardMaterial.js";
import { Mesh } from "@babylonjs/core/Meshes/mesh.js";
import { TransformNode } from "@babylonjs/core/Meshes/transformNode.js";
import { Scene } from "@babylonjs/core/scene.js";
import { createCast } from "../../extension/scene/cast.ts";
import { bustHeight, freeAnchor, ORIGIN, topOf } from "../../extension/scene/find-place.ts";
import { createHistory } from "../../extension/scene/history.ts";
import type { LoadedHead } from "../../extension/scene/load-head.ts";

/** A head that tells whether it is in the scene, seen, and disposed. */
function head(scene: Scene, name: string): LoadedHead & { gone: () => boolean; seen: () => boolean } {
  const container = new AssetContainer(scene);
  const root = new Mesh(name, scene);
  container.meshes.push(root);
  container.removeAllFromScene();
  let gone = false;
  const dispose = () => {
    gone = true;
    container.dispose();
  };
  return { container, root, dispose, gone: () => gone, seen: () => scene.meshes.includes(root) && root.isEnabled() };
}

test("undoing a second head brings the first one back, seen", () => {
  const scene = new Scene(new NullEngine());
  const cast = createCast(true);
  const history = createHistory();
  const [a, b] = [head(scene, "a"), head(scene, "b")];
  history.add({ name: "a", ...cast.placing(a, () => {}) });
  cast.enable(false); // One that grows is looked at.
  history.add({ name: "b", ...cast.placing(b, () => {}) });
  cast.enable(true);
  assert.deepEqual([a.seen(), b.seen()], [false, true]);
  history.undo();
  assert.deepEqual([a.seen(), b.seen()], [true, false]);
  history.redo();
  assert.deepEqual([a.seen(), b.seen()], [false, true]);
  assert.equal(cast.count, 1);
});

test("browsing keeps nothing in memory but what the history can bring back", () => {
  const scene = new Scene(new NullEngine());
  const cast = createCast(true);
  const history = createHistory();
  const placed = head(scene, "placed");
  history.add({ name: "placed", ...cast.placing(placed, () => {}) });
  const browsed = Array.from({ length: 20 }, (_, i) => head(scene, `browsed ${i}`));
  for (const one of browsed) cast.show(one);
  assert.equal(browsed.filter((one) => one.gone()).length, 19);
  assert.ok(!placed.gone(), "the history still needs it");
  history.undo();
  assert.ok(
    !browsed[19].gone() && browsed[19].seen(),
    "undoing what is not in the scene any more leaves what is looked at",
  );
  history.clear();
  assert.ok(placed.gone());
});

test("heads that are placed side by side all stay", () => {
  const scene = new Scene(new NullEngine());
  const cast = createCast(false);
  const history = createHistory(1);
  const [a, b] = [head(scene, "a"), head(scene, "b")];
  for (const one of [a, b]) history.add({ name: "one", ...cast.placing(one, () => {}) });
  assert.deepEqual([a.seen(), b.seen(), a.gone()], [true, true, false]);
  history.undo();
  assert.deepEqual([a.seen(), b.seen()], [true, false]);
});

test("a second head at one place stands beside the first, be it there or still to come", () => {
  const scene = new Scene(new NullEngine());
  const first = new TransformNode("first", scene);
  first.metadata = { headartist: { id: "1" } };
  const second = freeAnchor(scene, ORIGIN(), [], 10);
  assert.ok(Vector3.Distance(second.position, first.position) >= 0.25 * 10);
  const third = freeAnchor(scene, ORIGIN(), [second], 10);
  for (const other of [first, second])
    assert.ok(Vector3.Distance(third.position, other.position) >= 0.25 * 10, `${third.position}`);
  const elsewhere = new TransformNode("elsewhere", scene);
  assert.ok(freeAnchor(scene, { ...ORIGIN(), parent: elsewhere }, [], 10).position.equals(Vector3.Zero()));
});

test("a head on a selected mesh stands on top of it, on an empty node at its origin", () => {
  const scene = new Scene(new NullEngine());
  const box = CreateBox("pedestal", { width: 0.4, depth: 0.4, height: 1 }, scene);
  box.position.set(3, 0.5, 1);
  box.scaling.setAll(2);
  const local = topOf({ parent: box }, bustHeight(1));
  const world = Vector3.TransformCoordinates(local, box.computeWorldMatrix(true));
  assert.ok(world.equalsWithEpsilon(new Vector3(3, 1.5 + 0.95 * 0.176, 1), 1e-5), `${world}`);
  const placed = new TransformNode("head", scene);
  placed.metadata = { headartist: { id: "1" } };
  placed.parent = box;
  const skin = CreateBox("skin of the head", { size: 0.3 }, scene);
  skin.parent = placed;
  skin.position.y = 2;
  assert.ok(topOf({ parent: box }, bustHeight(1)).equalsWithEpsilon(local, 1e-6), "a head is no floor for another one");
  assert.ok(topOf({ parent: new TransformNode("neck", scene) }, 1).equals(Vector3.Zero()));
});
