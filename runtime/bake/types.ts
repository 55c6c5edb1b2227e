import type { TriMesh } from "../mesh/types.ts";

/** Shapes shared by the steps of the bake. Positions are head space unless a comment says metres. */

/** A high-resolution surface whose colours stay with its vertices when an edit moves them. */
export interface ColoredMesh extends TriMesh {
  /** 3·V: where the colour field is asked about each vertex; its position where left out. */
  colorAt?: Float32Array;
}

/**
 * What the artist's mesh is made of, apart from its shape: which vertices of the high-resolution surface were kept, where
 * each lies in the texture, and the triangles of every level of detail. A child whose high-resolution surface has the
 * parent's connectivity reuses the layout as it stands, so UVs, levels and morph targets carry over.
 */
export interface HeadLayout {
  /** V indices into the high-resolution vertices; a vertex on a UV seam occurs once a chart. */
  source: Uint32Array;
  /** 2·V texture coordinates as glTF has them: 0..1, v down. */
  uvs: Float32Array;
  /** Index lists into the V vertices, finest first. */
  lods: Uint32Array[];
}

/** The vertices of a layout on one surface: positions, unit normals, tangents (x y z w as glTF has them). */
export interface LaidOutMesh {
  positions: Float32Array;
  normals: Float32Array;
  tangents: Float32Array;
  uvs: Float32Array;
  lods: Uint32Array[];
}

/** An 8-bit RGBA image, rows from the top. */
export interface Image {
  rgba: Uint8Array;
  width: number;
  height: number;
}

/**
 * "webp" and "jpeg" may lose what eyes do not see; "webp-lossless" and "png" keep every byte (normal maps, masks). "ktx2" is
 * Basis Universal with mips, of sRGB colours; "ktx2-linear" is the same of data, "ktx2-normal" of normals.
 */
export type ImageFormat = "png" | "jpeg" | "webp" | "webp-lossless" | "ktx2" | "ktx2-linear" | "ktx2-normal";

/** Writes an image file; the same pixels must give the same bytes. */
export type EncodeImage = (
  rgba: Uint8Array,
  width: number,
  height: number,
  format: ImageFormat,
) => Uint8Array | Promise<Uint8Array>;

/** Decodes an image file into RGBA pixels, rows from the top. */
export type DecodeImage = (bytes: Uint8Array) => Promise<Image>;

/** Something wrong with the mesh that was to be baked; `code` is stable, `message` says what was found. */
export class BakeError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = "BakeError";
    this.code = code;
  }
}
