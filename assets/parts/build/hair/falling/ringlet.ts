import { type Guide, shares, tangents } from "../../core/guides.ts";
import type { Draws } from "../../core/random.ts";
import { add, cross, length, mix, scale, step, sub, unit, type Vec } from "../../core/vector.ts";

/** Height at which a lock begins to wind, and below which it winds fully; how much each differs from it, so that they begin in no line. */
const WINDING: [number, number] = [0.36, -0.06];
const UNEVEN = 0.16;
/** Pieces of a turn. */
const PIECES = 8;

/** What the locks of one ringlet share: radius and length of a turn, units, the way that it winds, where about its axis and how much higher it begins. */
export interface Winding {
  wide: number;
  pitch: number;
  way: number;
  phase: number;
  above: number;
}

export const windingOf = ([radius, turn]: [number, number], rng: Draws): Winding => ({
  wide: radius * rng.uniform(0.65, 1.25),
  pitch: turn * rng.uniform(0.8, 1.3),
  way: rng.sign(),
  phase: rng.uniform(0, 2 * Math.PI),
  above: rng.uniform(-UNEVEN, UNEVEN),
});

/** The same line wound to a ringlet where it hangs: a ribbon about the line, which lies on the head above. */
export function ringlet(guide: Guide, { wide, pitch, way, phase, above }: Winding): Guide {
  const at = shares(guide);
  const whole = guide.points.slice(1).reduce((sum, point, i) => sum + length(sub(point, guide.points[i])), 0);
  const along = tangents(guide);
  const out: Guide = { points: [], normals: [] };
  let angle = phase;
  for (let far = 0; far <= whole; ) {
    const t = far / whole;
    const i = Math.max(0, Math.min(at.length - 2, at.findLastIndex((share) => share <= t)));
    const share = Math.min(1, (t - at[i]) / Math.max(1e-9, at[i + 1] - at[i]));
    const point = mix(guide.points[i], guide.points[i + 1], share);
    const down = unit(mix(along[i], along[i + 1], share));
    const normal = unit(mix(guide.normals[i], guide.normals[i + 1], share));
    const across = unit(cross(normal, down));
    const wound = step(...WINDING, point[1] - above);
    // Tighter towards its end.
    const reach = wide * wound * (1 - 0.45 * step(0.6, 1, t));
    const radial = add(scale(normal, Math.cos(angle)), across, Math.sin(angle));
    out.points.push(add(add(point, normal, 0.6 * reach), radial, reach) as Vec);
    out.normals.push(unit(add(normal, radial, 1.7 * wound)));
    const stride = wound > 0.02 ? pitch / PIECES : Math.min(0.09, 0.2 * whole);
    angle += way * wound * ((2 * Math.PI) / PIECES);
    far += stride;
  }
  return out;
}
