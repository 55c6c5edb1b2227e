import { HAIRLINE } from "../../../../../runtime/head/surfaces/skin/hairline.ts";
import type { Draws } from "../../core/random.ts";
import type { Foot, Ground } from "../../core/skin.ts";
import { length, sub, table, type Vec } from "../../core/vector.ts";
import { around } from "../hairline.ts";

/** How far about an angle the hairline is evened out, radians: drawn-back hair has no corners. */
const EVEN = 0.15;
const SAMPLES = 9;
/** Steps about the head that the line is measured in. */
const STEPS = 720;
/** Least distance from the upright axis that counts: over the crown angles are of no use. */
const LEAST_RADIUS = 0.35;

const LINE: [number, number][] = Array.from({ length: 129 }, (_, i) => {
  const angle = (Math.PI * i) / 128;
  const near = Array.from({ length: SAMPLES }, (_, k) => {
    const turn = Math.abs(angle + EVEN * ((2 * k + 1) / SAMPLES - 1));
    return table(HAIRLINE, turn > Math.PI ? 2 * Math.PI - turn : turn);
  });
  return [angle, near.reduce((sum, high) => sum + high, 0) / SAMPLES];
});

/** Distance from the smooth hairline of drawn-back hair of the average head, measured across the line, units; negative is bare skin. */
export function overTied(point: Vec): number {
  const angle = around(point);
  const slope = (table(LINE, angle + 0.03) - table(LINE, angle - 0.03)) / 0.06;
  const radius = Math.max(LEAST_RADIUS, Math.hypot(point[0], point[2] + 0.1));
  return (point[1] - table(LINE, angle)) / Math.hypot(1, slope / radius);
}

/** The place at a distance inside the hairline, `turn` radians about the head from its front. */
export function tiedBorder(ground: Ground, turn: number, inside: number): Foot {
  let place: Vec = [0.45 * Math.sin(turn), table(LINE, Math.abs(turn)), 0.45 * Math.cos(turn) - 0.1];
  for (let i = 0; i < 4; i++) {
    const { point } = ground.foot(place);
    place = [point[0], point[1] + inside - overTied(point), point[2]];
  }
  return ground.foot(place);
}

/** Turns about the head, -π to π, evenly apart along the hairline, each moved by chance by up to half their distance. */
export function turnsAlong(ground: Ground, count: number, rng: Draws): number[] {
  const turnAt = (i: number) => -Math.PI + (2 * Math.PI * i) / STEPS;
  const line = Array.from({ length: STEPS + 1 }, (_, i) => tiedBorder(ground, turnAt(i), 0).point);
  const ways = [0];
  for (let i = 1; i <= STEPS; i++) ways.push(ways[i - 1] + length(sub(line[i], line[i - 1])));
  const turns = ways.map((way, i): [number, number] => [way / ways[STEPS], turnAt(i)]);
  return Array.from({ length: count }, (_, i) => table(turns, (i + 0.5 + rng.uniform(-0.5, 0.5)) / count));
}
