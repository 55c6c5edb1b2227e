import type { WeaklyTypedServiceDefinition } from "@babylonjs/inspector";

export interface HeadArtistOptions {
  /** Address of the service; http://127.0.0.1:4816 where absent. */
  url?: string;
  /** The service's token, where the page's own server knows it; absent: the panel pairs with a code. */
  token?: string;
  /** Scene units of a metre; 1 where absent. */
  unitsPerMetre?: number;
}

/** Babylon's Inspector with the head artist's panel: `ShowInspector(scene, { serviceDefinitions: [headArtist()] })`. */
export function headArtist(options?: HeadArtistOptions): WeaklyTypedServiceDefinition;
