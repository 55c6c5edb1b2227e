import { type Draft, draft, merge } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { beforeFace } from "../../core/stand-off.ts";
import { ellipse, sweep } from "../../core/sweep.ts";
import { add, curve, sampled, type Vec } from "../../core/vector.ts";
import { lens } from "./lens.ts";
import { bevelled } from "./spectacles.ts";

const RADIUS = 0.118;
const METAL = { u: [0.02, 0.46] as [number, number], v: [0, 1] as [number, number] };

/** One round lens held between brow and cheek before the left eye, and the cord that hangs from it. */
export function monocle({ skin, eyes }: AverageHead, level: number): Draft {
  const out = draft();
  const fine = level === 0 ? 1 : 0.5;
  const [cx, cy] = [eyes.left[0] + 0.012, eyes.left[1] - 0.012];
  const front = eyes.left[2] + eyes.radius + 0.055;
  const rim = (angle: number): Vec => {
    const [dx, dy] = [RADIUS * Math.cos(angle), RADIUS * Math.sin(angle)];
    return [cx + dx, cy + dy, front - 0.22 * dx + 0.08 * dy];
  };
  const steps = Math.round(44 * fine);
  sweep(out, Array.from({ length: steps + 1 }, (_, i) => rim((2 * Math.PI * i) / steps)), {
    outline: bevelled(0.8, 1.2, 0.4),
    radius: () => 0.0075,
    up: [0, 0, 1],
    patch: METAL,
    repeats: 4,
    closed: true,
  });
  // An eye for the cord, then down over the cheek and the jaw.
  const eye = rim(-0.55);
  const loop = sampled(Math.round(12 * fine), (t) => {
    const angle = 2 * Math.PI * t;
    return add(eye, [0.014 + 0.011 * Math.cos(angle), -0.008 + 0.011 * Math.sin(angle), 0]);
  });
  sweep(out, loop, { outline: ellipse(6), radius: () => 0.003, up: [0, 0, 1], patch: METAL, closed: true });
  const hung = (x: number, y: number, off: number) => beforeFace(skin, x, y, off);
  // Before the cheek: further out it would lie on the side of the jaw, and stray behind on other heads.
  const last = hung(0.22, -0.5, 0.082);
  const cord = curve([add(eye, [0.02, -0.016, 0]), hung(0.28, -0.22, 0.05), hung(0.255, -0.36, 0.068), last, [0.2, -0.64, last[2] - 0.02], [0.2, -0.8, last[2] - 0.05]], Math.round(6 * fine));
  sweep(out, cord, { outline: ellipse(level === 0 ? 6 : 4), radius: () => 0.0042, up: [1, 0, 0], patch: METAL, repeats: 8 });
  return merge(out, lens({ columns: Math.round(26 * fine), rim, middle: [cx, cy, front], bulge: 0.014 }));
}
