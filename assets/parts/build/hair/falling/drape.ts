import { shares, type Guide } from "../../core/guides.ts";
import type { Foot, Ground } from "../../core/skin.ts";
import { add, dot, length, mix, reject, scale, step, sub, table, unit, type Vec } from "../../core/vector.ts";
import { around } from "../hairline.ts";

/** How hair that hangs down from the scalp falls. */
export interface Drape {
  /** Which way it is combed on top of the head; need not be of unit length. */
  comb: (point: Vec) => Vec;
  /** Height at which it ends. */
  bottom: number;
  /** Height over the scalp, units. */
  lift: number;
  /** How far it stands off the neck where it hangs, 0 close to 1 straight down from the widest place. */
  hang: number;
  /** Added to the angle, radians, down to which it keeps out of the face. */
  aside: number;
  /** Pieces of the line. */
  segments: number;
}

const STRIDE = 0.045;
/** Angle from the front, radians, that hair keeps to at a height, so that the face is free. */
const FACE: [number, number][] = [
  [-0.6, 0.82],
  [-0.3, 0.88],
  [0.05, 0.86],
  [0.22, 0.74],
  [0.33, 0.46],
  [0.42, 0],
];
/** Middle and half axes of what ears take up. */
const EAR: Vec = [0.4, -0.1, -0.09];
const EAR_AXES: Vec = [0.1, 0.22, 0.15];

/** Straight out of the head's upright axis. */
export const outward = ([x, , z]: Vec): Vec => unit([x, 0, z + 0.1]);

/** A line from a root over the scalp and down beside face and neck, clear of face and ears. */
export function drape(ground: Ground, root: Foot, options: Drape): Guide {
  const { comb, bottom, lift, hang, aside, segments } = options;
  const points: Vec[] = [add(root.point, root.normal, -0.001)];
  let at = root.point;
  let heading: Vec | undefined;
  for (let s = 1; s < 60 && (at[1] > bottom || s < 4); s++) {
    const foot = ground.foot(at);
    const down = step(0.3, 0.02, at[1]);
    const inward = scale(outward(at), -0.5 * (1 - hang) * step(-0.2, -0.4, at[1]));
    let wanted = unit(add(mix(unit(comb(at)), [0, -1, 0], down), inward));
    const into = dot(wanted, foot.normal);
    if (into < 0 && foot.height < 2 * lift + 0.02) wanted = unit(reject(wanted, foot.normal));
    heading = heading ? unit(mix(heading, wanted, 0.5)) : wanted;
    at = add(at, heading, STRIDE);
    const rise = 0.004 + lift * step(0, 6, s);
    at = clear(at, aside);
    const near = ground.foot(at);
    const top = step(-0.1, 0.25, near.normal[1]) * step(0, 0.15, at[1]);
    const height = near.height < rise ? rise : near.height + (rise - near.height) * 0.5 * top;
    at = add(near.point, near.height > 0.001 ? unit(sub(at, near.point)) : near.normal, height);
    points.push(at);
  }
  return resampled(ground, points, segments);
}

/** Out of the face, around the head's axis, and out of the ears. */
function clear(at: Vec, aside: number): Vec {
  let [x, y, z] = at;
  const least = table(FACE, y) + (y < 0.42 ? aside : 0);
  if (around(at) < least) {
    const radius = Math.hypot(x, z + 0.1);
    x = Math.sign(x || 1) * radius * Math.sin(least);
    z = radius * Math.cos(least) - 0.1;
  }
  const rest = 1 - ((y - EAR[1]) / EAR_AXES[1]) ** 2 - ((z - EAR[2]) / EAR_AXES[2]) ** 2;
  if (rest > 0) x = Math.sign(x || 1) * Math.max(Math.abs(x), EAR[0] + EAR_AXES[0] * Math.sqrt(rest));
  return [x, y, z];
}

/** Outwards, but what frames the face looks to the front as well: edge on to the eye it would be all gloss. */
const towards = (point: Vec): Vec => unit(add(outward(point), [0, 0, 0.8 * step(1.7, 1.0, around(point))]));

/** The same line in pieces of equal length, shorter where it leaves the scalp; normals turn from the ground's to straight outwards. */
function resampled(ground: Ground, points: Vec[], segments: number): Guide {
  const at = shares({ points, normals: points });
  const out: Vec[] = [];
  let i = 0;
  for (let k = 0; k <= segments; k++) {
    const t = (k / segments) ** 1.15;
    while (i + 2 < points.length && at[i + 1] < t) i++;
    const share = Math.min(1, Math.max(0, (t - at[i]) / Math.max(1e-9, at[i + 1] - at[i])));
    out.push(mix(points[i], points[i + 1], share));
  }
  const normals = out.map((point) => unit(mix(ground.foot(point).normal, towards(point), step(0.15, -0.1, point[1]))));
  return { points: out, normals };
}

/** Moves a line sideways in waves that grow from the root; `phase` is shared by hairs that run together. */
export function waved({ points, normals }: Guide, size: number, wave: number, phase: number): Guide {
  let far = 0;
  const moved = points.map((point, i): Vec => {
    if (i === 0) return point;
    const piece = sub(point, points[i - 1]);
    far += length(piece);
    const side = unit([
      normals[i][1] * piece[2] - normals[i][2] * piece[1],
      normals[i][2] * piece[0] - normals[i][0] * piece[2],
      normals[i][0] * piece[1] - normals[i][1] * piece[0],
    ]);
    const grown = size * step(0.05, 0.5, far);
    const angle = (2 * Math.PI * far) / wave + phase;
    return add(add(point, side, grown * Math.sin(angle)), normals[i], 0.6 * grown * (1 + Math.cos(angle)));
  });
  return { points: moved, normals };
}
