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
 * view is looked at thrice and in the mirror.
 */
const FOVS = [27, CAMERA.fov, 48];
/** Looks that have to find a face behind: now and then one takes rot or a knot of hair for one. */
const LEAST_BEHIND = FOVS.length;

/** Looks for faces at the front, at both turned views and behind. */
export async function judgeFace(finder: FaceFinder, surface: Surface): Promise<FaceReport> {
  const look = async (azimuth: number) => {
    const scores: number[] = [];
    const yaws: number[] = [];
    for (const fov of FOVS) {
      const { rgb } = await softView(surface, { ...CAMERA, fov, azimuth }, SIZE);
      for (const [data, sign] of [[rgb, 1] as const, [flipped(rgb), -1] as const]) {
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
