import { softView } from "../bake/preview/soft-view.ts";
import type { Surface } from "../bake/preview/surfaces.ts";
import type { View } from "../bake/preview/trace-views.ts";
import type { FaceFinder } from "../face/find-faces.ts";
import { median } from "../mesh/median.ts";
import { flipped } from "../render/flipped.ts";

/** What the face detector sees of a head. */
export interface FaceReport {
  /** Score of the face at the front, 0 where none is found. */
  front: number;
  /** Degrees seen at each turned view; null where no face is found there. */
  yaw: { asked: number; seen: number | null }[];
  /** Every asked yaw was seen within YAW_TOLERANCE. */
  yawAgrees: boolean;
  /** Azimuths behind the head at which a face is found: the many-faced head of Janus. */
  behind: number[];
}

/** Degrees. */
export const YAW_TOLERANCE = 15;
const TURNED = [-40, 40];
const BEHIND = [150, 180, -150];

/** The camera of the starter pack's training: in front of it a head fills the picture. Head space. */
export const CAMERA: Omit<View, "azimuth"> = { elevation: 5, fov: 36, distance: 3, target: [0, 0, 0] };
const SIZE = 256;
/**
 * How large a face is in a picture, and which way round, decides much of what the detector finds, and hats and hair leave faces small: each
 * view is looked at thrice and in the mirror; and as it is and in a person's colours, since the detector has learnt from photographs of people
 * and is blind to what is green or of black stone.
 */
const FOVS = [27, CAMERA.fov, 48];
/** Looks that have to find a face behind, half of them: now and then one takes rot or a knot of hair for one. */
const LEAST_BEHIND = 2 * FOVS.length;
/** sRGB of a lit person, and the share of the darkest tones' luma that is black. */
const PERSON = [0.95, 0.75, 0.65];
const BLACK = 0.3;

/** Looks for faces at the front, at both turned views and behind. */
export async function judgeFace(finder: FaceFinder, surface: Surface): Promise<FaceReport> {
  const look = async (azimuth: number) => {
    const scores: number[] = [];
    const yaws: number[] = [];
    for (const fov of FOVS) {
      const { rgb, cover } = await softView(surface, { ...CAMERA, fov, azimuth }, SIZE);
      for (const picture of [rgb, asPerson(rgb, cover)])
        for (const [data, sign] of [[picture, 1] as const, [flipped(picture), -1] as const]) {
          const [face] = await finder.find({ data, width: SIZE, height: SIZE });
          if (!face) continue;
          scores.push(face.score);
          yaws.push(sign * face.yaw);
        }
    }
    return scores.length > 0 ? { score: Math.max(...scores), yaw: median(yaws), count: scores.length } : undefined;
  };
  const front = (await look(0))?.score ?? 0;
  const yaw: FaceReport["yaw"] = [];
  for (const asked of TURNED) yaw.push({ asked, seen: (await look(asked))?.yaw ?? null });
  const behind: number[] = [];
  for (const azimuth of BEHIND) if (((await look(azimuth))?.count ?? 0) >= LEAST_BEHIND) behind.push(azimuth);
  const yawAgrees = yaw.every(({ asked, seen }) => seen !== null && Math.abs(seen - asked) <= YAW_TOLERANCE);
  return { front, yaw, yawAgrees, behind };
}

/** A picture's luma, stretched over what the head covers, in the colours of a lit person. @param rgb [n,3] of 0 to 1 @param cover [n], 0 beside the head */
function asPerson(rgb: Float32Array, cover: Float32Array): Float32Array {
  const luma = cover.map((_, i) => 0.3 * rgb[3 * i] + 0.59 * rgb[3 * i + 1] + 0.11 * rgb[3 * i + 2]);
  const tones = luma.filter((_, i) => cover[i] > 0.9).sort();
  const [black, white] = [BLACK * tones[Math.floor(0.02 * tones.length)], tones[Math.floor(0.97 * tones.length)]];
  return rgb.map((v, i) => {
    const pixel = Math.floor(i / 3);
    if (cover[pixel] === 0) return v;
    return PERSON[i % 3] * Math.min(1, Math.max(0, (luma[pixel] - black) / Math.max(1e-6, white - black)));
  });
}
