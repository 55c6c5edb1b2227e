import { type Draft, draft } from "../../core/mesh.ts";
import type { Ground } from "../../core/skin.ts";
import { standOff } from "../../core/stand-off.ts";
import { sweep } from "../../core/sweep.ts";
import { sampled, table, type Vec } from "../../core/vector.ts";
import { bevelled } from "../eyewear/spectacles.ts";

export interface Strap {
  /** Angles about the head between which it runs, 0 at the face, growing to the left. */
  from: number;
  to: number;
  /** Height over the eyes at shares of the way. */
  high: [number, number][];
  /** Half its width and half its thickness. */
  wide: number;
  thick?: number;
  /** Over the skin. */
  off?: number;
  steps: number;
  u: [number, number];
  /** Its ends where they are fastened. */
  ends?: [Vec?, Vec?];
}

/** A flat band around the head. */
export function strap(skull: Ground, { from, to, high, wide, thick = 0.0045, off = 0.008, steps, u, ends = [] }: Strap): Draft {
  const out = draft();
  const line = sampled(steps, (t) => {
    const fixed = t === 0 ? ends[0] : t === 1 ? ends[1] : undefined;
    if (fixed) return fixed;
    const angle = from + (to - from) * t;
    return standOff(skull, [0, table(high, t), -0.1], [Math.sin(angle), 0, Math.cos(angle)], off);
  });
  const way = Math.sign(to - from);
  sweep(out, line, {
    outline: bevelled(wide / thick, 1, 0.5),
    radius: () => thick,
    // Across the line and outwards.
    up: [way * Math.sin(from), 0, way * Math.cos(from)],
    patch: { u, v: [0, 1] },
    repeats: 4,
  });
  return out;
}
