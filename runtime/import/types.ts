import type { Document, Node } from "@gltf-transform/core";
import type { Image } from "../bake/types.ts";

/** Something about the file that keeps it out; `code` is stable, `message` says what was found and what to do. */
export class ImportError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = "ImportError";
    this.code = code;
  }
}

/** What the host lends to an import. */
export interface ImportHost {
  /** Decodes PNG, JPEG or WebP into RGBA, rows from the top. */
  decodeImage(bytes: Uint8Array): Promise<Image>;
  /** Size in pixels from an image's head alone. @throws where the bytes are no image. */
  measureImage(bytes: Uint8Array): Promise<{ width: number; height: number }>;
  /** Decoders for gltf-transform by name, `meshopt.decoder` and, where the host has it, `draco3d.decoder`. */
  decoders: Record<string, unknown>;
  /**
   * Finds faces in an RGB picture, rows from the top, values in 0..1, best first: MediaPipe's 478 landmarks, x to the
   * right and y down in pixels (third component not used), and a score in 0..1.
   */
  findFaces(picture: { data: Float32Array; width: number; height: number }): Promise<FaceSeen[]>;
}

/** A face in a picture. */
export interface FaceSeen {
  score: number;
  /** [478, 3]. */
  landmarks: Float32Array;
}

/** What reading a file's meshes and pictures asks of it. */
export type SourceHost = Pick<ImportHost, "decodeImage" | "measureImage" | "decoders">;

/** Where in a file the head is, and how it was found. */
export interface FoundHead {
  how: "node" | "joint" | "name" | "position";
  /** Name of the node or joint, or of the scene where only position and size tell. */
  name: string;
  /** The joint that carries the head, where a skin has one. */
  joint?: Node;
  /** The meshes to take are those at and below these nodes; the whole scene where left out. */
  roots?: Node[];
}

/** One primitive of the source as it stands in the scene, skinned parts rigidly by the joint that carries the head. */
export interface Part {
  /** Indices into the file's `nodes`, `meshes` and that mesh's `primitives`. */
  node: number;
  mesh: number;
  primitive: number;
  /** Names of node and material, for reports. */
  name: string;
  /** Column-major 4×4 from the primitive's own coordinates to the scene's. */
  matrix: number[];
  /** [V, 3] scene coordinates. */
  positions: Float32Array;
  /** [F, 3], counter-clockwise from outside where the file keeps to the specification. */
  indices: Uint32Array;
  /** [V] share of skin weight that the head's joint and those below it hold; absent where the file has no such joint. */
  headWeight?: Float32Array;
  paint: Paint;
}

/** Base colour of a part. */
export interface Paint {
  /** sRGB. */
  image?: Image;
  /** Index into the file's `images`; −1 without one. */
  imageIndex: number;
  wrap: ["repeat" | "mirror" | "clamp", "repeat" | "mirror" | "clamp"];
  /** [V, 2] coordinates of the image, texture transform applied; absent where the part has none. */
  uvs?: Float32Array;
  /** [V, 3] linear factor: base colour factor times vertex colours. */
  tint: Float32Array;
  /** "BLEND" parts are what shows through: lashes, lenses, corneas. */
  alpha: "OPAQUE" | "MASK" | "BLEND";
}

/** A file read for import. */
export interface Source {
  document: Document;
  head: FoundHead;
  parts: Part[];
}
