import { LAYERED_GLB_DEFAULTS, type MorphSet, type TextureFormat } from "../bake/layered/options.ts";
import { writeHeadFiles } from "../bake/layered/write-head-files.ts";
import type { BlendedHead } from "../head/layers/blend-heads.ts";
import { BUILD_DEFAULTS } from "../head/layers/build-layered-head.ts";
import { usageError } from "../host/errors.ts";
import { encodeImage } from "../host/node/images.ts";
import { blendFound, findHead, isUndistilled } from "./layered-record.ts";

/** What {@link blend} takes. */
export interface BlendOptions {
  /** Heads of layers: paths of their `head.glb`, or its bytes. */
  a: string | Uint8Array;
  b: string | Uint8Array;
  /** How much of `b`, 0..1; 0.5 where absent. */
  amount?: number;
  /** Texture edge in texels; 1024 where absent. */
  textureSize?: number;
  /** "auto" where absent: JPEG for opaque colours, PNG for the rest. */
  textureFormat?: TextureFormat;
  /** Compress geometry with EXT_meshopt_compression. */
  compress?: boolean;
  /** "all" where absent. */
  morphs?: MorphSet;
  /** Adds a body's skeleton and VRM. */
  avatar?: boolean;
  /** Stem of the files' names; "head" where absent. */
  name?: string;
}

/** A mixed head's files, and which layers were not mixed: see `blendHeads`. */
export interface Blended extends Pick<BlendedHead, "whole" | "omitted"> {
  glb: Uint8Array;
  /** Coarser levels, finest first, and the names under which `glb` expects them beside it. */
  levels: { name: string; glb: Uint8Array }[];
  /** Heads that are mixed as they were built: what was distilled of them lies in their folders, and none is at the file. */
  undistilled: ("a" | "b")[];
}

/**
 * Mixes two heads of layers: positions, normals, expressions and pictures. Hair, glasses and whatever else only one has, or each
 * another, come whole from the nearer head and follow the mixed skin. What was distilled of a head is mixed too where its folder is
 * found: the one that the file lies in, or that lies beside it under the file's name.
 * @throws ExitError where a file is no head of layers, or the amount is not from 0 to 1.
 */
export async function blend(options: BlendOptions): Promise<Blended> {
  const { amount = 0.5, textureSize = BUILD_DEFAULTS.textureSize, name = "head" } = options;
  if (!(amount >= 0 && amount <= 1)) throw usageError(`the amount must be a number from 0 to 1, not ${amount}`);
  const a = await findHead(options.a);
  const b = await findHead(options.b);
  const { head, whole, omitted } = await blendFound(a, b, amount, textureSize);
  const { textureFormat, compress, morphs, avatar } = options;
  const files = await writeHeadFiles(head, textureSize, encodeImage, {
    stem: name,
    name,
    textures: textureFormat ?? LAYERED_GLB_DEFAULTS.textures,
    compress: compress ?? LAYERED_GLB_DEFAULTS.compress,
    morphs: morphs ?? LAYERED_GLB_DEFAULTS.morphs,
    avatar: avatar ?? LAYERED_GLB_DEFAULTS.avatar,
    extras: {
      headartist: {
        blend: { a: a.record, b: b.record, amount },
        metresPerUnit: LAYERED_GLB_DEFAULTS.metresPerUnit,
        origin: head.origin,
      },
    },
  });
  const undistilled = (
    [
      ["a", a],
      ["b", b],
    ] as const
  ).flatMap(([from, found]) => (isUndistilled(found) ? from : []));
  return { ...files, whole, omitted, undistilled };
}
