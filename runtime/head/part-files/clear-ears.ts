import { smoothstep } from "../../mesh/smoothstep.ts";
import type { LayerMesh } from "../layers/types.ts";
import type { SkinMesh } from "./dense-target.ts";

/** Ears stand further from the middle than the first, head units, and what is over them moves as far as it does from the second on. */
const ASIDE = 0.3;
const WHOLE = [0.36, 0.46] as const;
/** How far in from the furthest of it the outside of a cup reaches. */
const SHELL = 0.05;
/** What is kept between an ear and the outside of what covers it. */
const GAP = 0.02;

/**
 * Moves what is worn over the ears out at each side, as far as ears that stand off further than the average head's would come through it.
 * @param levels a placed part, moved in place. @param loose U8 [V] of the skin: ears, and what lies inside the head.
 */
export function clearEars(levels: LayerMesh[], skin: SkinMesh, loose: Uint8Array): void {
  const [{ positions }] = levels;
  for (const side of [1, -1]) {
    const over = { out: WHOLE[1] as number, low: [Infinity, Infinity], high: [-Infinity, -Infinity] };
    eachAside(positions, side, WHOLE[1], (x) => {
      over.out = Math.max(over.out, x);
    });
    eachAside(positions, side, over.out - SHELL, (_x, y, z) => {
      over.low = [Math.min(over.low[0], y), Math.min(over.low[1], z)];
      over.high = [Math.max(over.high[0], y), Math.max(over.high[1], z)];
    });
    const [cy, cz] = [0, 1].map((c) => (over.low[c] + over.high[c]) / 2);
    const [ry, rz] = [0, 1].map((c) => (over.high[c] - over.low[c]) / 2);
    let ear = 0;
    eachAside(skin.positions, side, ASIDE, (x, y, z, v) => {
      if (loose[v] && Math.hypot((y - cy) / ry, (z - cz) / rz) < 1) ear = Math.max(ear, x);
    });
    const move = ear + GAP - over.out;
    if (move <= 0) continue;
    for (const level of levels) {
      const own = level.positions;
      eachAside(own, side, WHOLE[0], (x, _y, _z, v) => {
        own[3 * v] = side * (x + move * smoothstep(...WHOLE, x));
      });
    }
  }
}

function eachAside(
  positions: Float32Array,
  side: number,
  from: number,
  visit: (x: number, y: number, z: number, v: number) => void,
): void {
  for (let v = 0; v < positions.length / 3; v++) {
    const x = side * positions[3 * v];
    if (x > from) visit(x, positions[3 * v + 1], positions[3 * v + 2], v);
  }
}
