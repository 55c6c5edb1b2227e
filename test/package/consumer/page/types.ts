import type { Scene } from "@babylonjs/core/scene.js";
import { ShowInspector } from "@babylonjs/inspector";
import { type HeadArtistOptions, headArtist } from "babylon-headartist/inspector";
import { type DrivenHead, loadHead, type Viseme } from "babylon-headartist/scene";

// Compiled, never run.
export async function drive(scene: Scene, viseme: Viseme): Promise<void> {
  const head: DrivenHead = await loadHead(scene, "/head.glb", { unitsPerMetre: 100, blinking: false });
  head.setExpression({ jawOpen: 0.5 });
  head.lookAt(scene.activeCamera?.position ?? null);
  await head.speak([{ time: 0, viseme }]);
  // @ts-expect-error A viseme that does not exist.
  await head.speak([{ time: 0, viseme: "oo" }]);
}

export function inspect(scene: Scene): void {
  const options: HeadArtistOptions = { url: "http://127.0.0.1:4816", unitsPerMetre: 100 };
  ShowInspector(scene, { serviceDefinitions: [headArtist(options)] });
  // @ts-expect-error An option that does not exist.
  headArtist({ scale: 100 });
}
