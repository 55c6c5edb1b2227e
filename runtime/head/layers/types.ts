/** Names of a layered head's meshes, which are the names of their glTF nodes. */
export const LAYER_NAMES = [
  "Skin",
  "EyeLeft",
  "EyeRight",
  "Teeth",
  "Tongue",
  "Lashes",
  "Brows",
  "Hair",
  "Beard",
  "Headwear",
  "Glasses",
  "Lenses",
  "Mask",
  "Horns",
  "Tusks",
  "Jewellery",
] as const;
/** What a part's file may be a layer of. */
export type PartLayer = (typeof LAYER_NAMES)[number];
/** A layer with a picture of its own cannot be joined with another of its name: it is numbered, "Headwear2". */
export type LayerName = PartLayer | `${PartLayer}${number}`;

/** The name without its number. */
export const layerKind = (name: LayerName): PartLayer => name.replace(/\d+$/, "") as PartLayer;

export const JOINT_NAMES = ["Neck", "Head", "Jaw", "LeftEye", "RightEye"] as const;
export type JointName = (typeof JOINT_NAMES)[number];

/** What one expression moves of one mesh: only vertices that move, in ascending order. */
export interface MorphTarget {
  /** U32 [M] vertices. */
  indices: Uint32Array;
  /** F32 [M, 3] offsets of their positions, head units. */
  positions: Float32Array;
  /** F32 [M, 3] offsets of their unit normals. */
  normals: Float32Array;
}

/** One level of one mesh. Vertices are doubled where texture coordinates are cut, as in glTF. */
export interface LayerMesh {
  /** F32 [V, 3] in head space (eyes at y = 0, face towards +Z, +X the character's left, crown to chin 1.25 units). */
  positions: Float32Array;
  /** F32 [V, 3] unit normals, equal on doubled vertices. */
  normals: Float32Array;
  /** F32 [V, 2] texture coordinates as in glTF: (0, 0) is the picture's upper left texel corner. */
  uvs: Float32Array;
  /** F32 [V, 3] linear, multiplied onto the base colour; 1 where there are none. */
  colors?: Float32Array;
  /** U32 [T, 3] triangles, counter-clockwise from outside. */
  triangles: Uint32Array;
  /** U32 [V] the first vertex at the same place, itself where there is none before: what is welded for smoothing. */
  weld: Uint32Array;
  /** U8 [V, 4] and F32 [V, 4]: indices into `JOINT_NAMES` and weights that add up to 1. */
  joints: Uint8Array;
  weights: Float32Array;
  /** By ARKit or viseme name; a mesh that does not move has none. */
  targets: Map<string, MorphTarget>;
}

/** An image in memory, rows from above. */
export interface Picture {
  width: number;
  height: number;
  /** U8 [height, width, channels]; colours are sRGB, everything else linear. */
  data: Uint8Array;
  channels: 3 | 4;
}

/** glTF's metallic-roughness material; what is undefined is glTF's default. */
export interface Surface {
  name: string;
  baseColor?: Picture;
  /** Tangent-space normals, +Y up. */
  normal?: Picture;
  /** Occlusion, roughness, metallic in R, G, B. */
  orm?: Picture;
  /** Linear factors, multiplied onto the pictures. */
  color?: [number, number, number, number];
  roughness?: number;
  metallic?: number;
  /** Cut-out below this alpha; undefined is opaque. */
  alphaCutoff?: number;
  doubleSided?: boolean;
  /** Blended by the base colour's alpha, as spectacle lenses are; not together with `alphaCutoff`. */
  blend?: boolean;
  /** KHR_materials_specular, 0..1. */
  specular?: number;
  /** KHR_materials_clearcoat, 0..1, and its roughness. */
  clearcoat?: { factor: number; roughness: number };
  /** KHR_materials_anisotropy: strength 0..1, rotation in radians from the tangent. */
  anisotropy?: { strength: number; rotation: number };
}

/** One mesh of a head at all its levels, finest first, with what it is made of. A level without triangles is not drawn there. */
export interface Layer {
  name: LayerName;
  surface: Surface;
  levels: LayerMesh[];
}

/** A head built from a Look: what the stages distil on, what the bake writes. */
export interface LayeredHead {
  layers: Layer[];
  /** F32 [3] rest position of each joint in head space, in the order of `JOINT_NAMES`. */
  joints: [number, number, number][];
  /** Middle of the neck's seam in head space: the origin of the files. */
  origin: [number, number, number];
  /** Places to hang things from, in head space; they move with the joint. */
  sockets: { name: string; joint: JointName; position: [number, number, number] }[];
}
