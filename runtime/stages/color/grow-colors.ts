import { flipped } from "../../render/flipped.ts";
import type { ShowNormals } from "../geometry/show-normals.ts";
import { decayedRates } from "../guidance/learning-rate.ts";
import type { RingPupil } from "../guidance/ring.ts";
import type { ColorModel } from "./texture.ts";

/** Exponent of the cosine between surface and camera in a pixel's weight: what is seen at a slant, another view sees better. */
const FALLOFF = 3;

/** Colours that learn the pictures of a ring. @param showNormals of the surface that they are on. */
export function colorPupil({ settings, trainer, show }: ColorModel, showNormals: ShowNormals): RingPupil {
  return {
    trainer,
    show,
    mirrored: flipped,
    async weights(camera, size) {
      const normals = await showNormals(camera, size);
      return Float32Array.from({ length: size * size }, (_, i) => Math.max(0, 2 * normals[3 * i + 2] - 1) ** FALLOFF);
    },
    rates: (share) => decayedRates(settings.learningRates, share),
  };
}
