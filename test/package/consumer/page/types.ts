import type { Scene } from "@babylonjs/core/scene.js";
import { ShowInspector } from "@babylonjs/inspector";
import { type HeadArtistOptions, headArtist } from "babylon-headartist/inspector";

// Compiled, never run.
export function inspect(scene: Scene): void {
  const options: HeadArtistOptions = { url: "http://127.0.0.1:4816", unitsPerMetre: 100 };
  ShowInspector(scene, { serviceDefinitions: [headArtist(options)] });
  // @ts-expect-error An option that does not exist.
  headArtist({ scale: 100 });
}
