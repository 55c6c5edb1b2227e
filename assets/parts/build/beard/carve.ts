import { growGuide } from "../core/guides.ts";
import { addLock } from "../core/lock.ts";
import type { Draft } from "../core/mesh.ts";
import { swell } from "../core/noise.ts";
import type { Draws } from "../core/random.ts";
import { type Density, spreadRoots } from "../core/roots.ts";
import type { Ground } from "../core/skin.ts";
import { add, step, unit, type Vec } from "../core/vector.ts";
import { beardFall, moustacheGrowth } from "./growth.ts";

/** Furrowed locks that hang in waves from jaw and chin. @param size length of the hair at a place, units; layers: growth from which on it stands, spacing, share of the length, lift. */
export function carveJaw(
  to: Draft,
  skin: Ground,
  rng: Draws,
  { growth, size, layers }: { growth: Density; size: (point: Vec) => number; layers: [number, number, number, number][] },
): void {
  for (const [from, spacing, share, lift] of layers) {
    for (const root of spreadRoots(skin, (p) => step(from - 0.1, from + 0.15, growth(p)), spacing, rng)) {
      const under = step(-0.58, -0.66, root.point[1]);
      const wave = swell(root.point, 0.2) + rng.uniform(-0.3, 0.3);
      const guide = growGuide(skin, root, {
        length: size(root.point) * share * rng.uniform(0.85, 1.15),
        segments: 5,
        cling: 0.5 * (1 - under),
        depth: 0.008,
        flow: (point, normal, t) =>
          unit(add(add(beardFall(point), [0.45 * Math.sin(6 * t + 2 * wave), 0, 0.1 * wave]), normal, (0.4 + 0.5 * under) * (1 - 1.5 * t))),
        lift: (t) => lift * Math.min(1, 2 * t) + 0.002,
      });
      addLock(to, guide, {
        width: spacing * rng.uniform(0.46, 0.6),
        height: 0.034 * rng.uniform(0.85, 1.15),
        curl: (wave > 0 ? 1 : -1) * rng.uniform(0.6, 1.4),
      });
    }
  }
}

/** Locks of the upper lip, combed to both sides. @param spacing, length, width, height of a lock, units; down: how steeply they fall. */
export function carveLip(
  to: Draft,
  skin: Ground,
  rng: Draws,
  { spacing = 0.034, length = 0.15, width = 0.021, height = 0.022, down = 0.7, lift = 0.012 } = {},
): void {
  for (const root of spreadRoots(skin, moustacheGrowth, spacing, rng)) {
    const side = Math.sign(root.point[0] || rng.sign());
    const far = step(0, 0.1, Math.abs(root.point[0]));
    const guide = growGuide(skin, root, {
      length: length * rng.uniform(0.87, 1.13),
      segments: 5,
      cling: 0.8,
      depth: 0.006,
      flow: (_p, normal, t) => unit(add([side * (0.9 + 0.3 * far), -0.55 - down * t, -0.15], normal, 0.3 * (1 - 2 * t))),
      lift: (t) => 0.002 + lift * Math.sin(Math.PI * Math.min(0.8, t + 0.1)),
    });
    addLock(to, guide, { width, height, curl: -side * rng.uniform(0.2, 0.7) });
  }
}
