import type { AbstractMesh } from "@babylonjs/core/Meshes/abstractMesh.js";
import { createBreath } from "./breath.ts";

/** Milliseconds that a mesh is waited for: what is not ready then becomes so when it is drawn. */
const PATIENCE = 10_000;
/** Milliseconds between two looks at what the browser compiles beside the page. */
const LOOK = 16;

/** Compiles what draws some meshes, their shadows included, one after the other: a scene compiles all that it has not yet in one frame. */
export async function compileInTurn(meshes: readonly AbstractMesh[]): Promise<void> {
  const breath = createBreath();
  for (const mesh of meshes) {
    if (mesh.getTotalVertices() === 0) continue;
    const end = performance.now() + PATIENCE;
    while (!mesh.isDisposed() && !mesh.isReady(true) && performance.now() < end)
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    await breath();
  }
}
