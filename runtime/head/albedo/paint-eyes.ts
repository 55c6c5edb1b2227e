import type { Look, Rgb } from "../../prompt/look.ts";
import { isNear, signedDistance } from "../outline.ts";
import type { Paint } from "../paint.ts";
import type { AlbedoTable } from "./albedo-table.ts";
import type { FaceSide } from "./face-sides.ts";
import { blend, cover } from "./mix-colors.ts";

/** Colours of both eyes, the right one first. */
export type EyeColors = [AlbedoTable["eyes"], AlbedoTable["eyes"]];

/** Of the eyes that a Look asks for; one side may differ. */
export function eyeColors({ eyes: usual }: AlbedoTable, { eyes }: Pick<Look, "eyes">): EyeColors {
  const colored = (one: { color?: Rgb; sclera?: Rgb } = {}) => ({
    ...usual,
    iris: one.color ?? eyes.color ?? usual.iris,
    sclera: one.sclera ?? eyes.sclera ?? usual.sclera,
  });
  return [colored(eyes.right), colored(eyes.left)];
}

/**
 * Eyes between their lids, with lashes.
 * @returns `paint` draws them over what is there, `has` says where: elsewhere it draws nothing at all.
 */
export function paintEyes(
  colors: EyeColors,
  sides: [FaceSide, FaceSide],
): { paint: Paint; has: (x: number, y: number, z: number) => boolean } {
  const { lashWidth, soft } = colors[0];
  const reach = (lashWidth + soft) / 2;
  const has = (x: number, y: number, z: number) => {
    const side = sides[x > 0 ? 1 : 0];
    return z > side.depth && isNear(side.lids, x, y, reach);
  };
  const paint: Paint = (x, y, z, out, at) => {
    if (!has(x, y, z)) return;
    const side = x > 0 ? 1 : 0;
    const { lids, middle, radius, shut } = sides[side];
    const eyes = colors[side];
    const lid = signedDistance(lids, x, y, reach);
    // The lash line lies on the upper lid only.
    const upper = shut || y > middle[1] ? 1 : 0.35;
    blend(out, at, eyes.lash, 0.8 * upper * cover(Math.abs(lid) - lashWidth / 2, soft));
    const inside = shut ? 0 : cover(lid, soft);
    if (inside === 0) return;
    blend(out, at, ballColor(eyes, Math.hypot(x - middle[0], y - middle[1]), radius), inside);
  };
  return { paint, has };
}

/** Colour of an eyeball at a distance from the middle of its iris. */
function ballColor(eyes: AlbedoTable["eyes"], distance: number, radius: number): Float32Array {
  const ball = Float32Array.from(eyes.sclera);
  blend(ball, 0, eyes.ring, cover(distance - radius, eyes.soft));
  blend(ball, 0, eyes.iris, cover(distance - radius * eyes.ringShare, eyes.soft));
  blend(ball, 0, eyes.pupil, cover(distance - radius * eyes.pupilShare, eyes.soft));
  return ball;
}
