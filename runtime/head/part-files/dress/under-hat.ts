import { type Bvh, buildBvh } from "../../../mesh/build-bvh.ts";
import { hitDistance } from "../../../mesh/hit-distance.ts";
import type { LayerMesh } from "../../layers/types.ts";
import { keepTriangles } from "./keep-triangles.ts";

/** Middle of the skull at the height of hats' bands, head units: no line from it meets what hangs below a rim. A
 * little beside the plane of symmetry, where a hat's halves may leave a crack. */
const MIDDLE = [4e-3, 0.22, -0.06] as const;
/** How far outside hair a hat may lie and still cover it: not so far as a brim over what hangs beside the head. */
const REACH = 0.3;
/** Hair that is pressed keeps this far inside the hat. */
const GAP = 0.008;
/** How far hair may stand out beyond a rim for every unit from it: a rim ties it to the head, a brim leaves it room. */
const SPREAD = 0.45;
/** Above and below the rim of an open hat hair lies close as far as this, units: few vertices cross its band. */
const BAND = 0.13;
/** An open hat whose rim is seen higher from the middle, radians, sits on hair and ties none. */
const PERCHED = 0.6;
/** How far within the rim hair ends, radians about the middle: where nobody sees it. */
const WITHIN = 0.1;
/** How far above the rim's lower edge hair ends that comes from outside it, units. */
const OVER = 0.03;
/** Directions about the head in which the rim is looked for, and its least and greatest elevation and the steps between, radians. */
const AROUND = 128;
const LOWEST = -0.7;
const HIGHEST = 1.2;
const STEP = 0.05;
/** How much nearer a brim is at every such step: more than any wall. */
const INWARDS = 0.04;
/** How far the edge of a brim that droops is below its wall, units. */
const DROOP = 0.1;

/**
 * What becomes of hair under a hat: towards the rim it is drawn in until it runs beneath it, and what lies further up, inside the hat
 * or through it, goes. An open hat, a crown or a band, presses hair instead.
 * @param hat finest level of the hat on the same head. @returns the hair without the vertices that nothing is left of.
 */
export function hairUnderHat(hair: LayerMesh, hat: LayerMesh, { open = false } = {}): LayerMesh {
  const bvh = buildBvh({ positions: hat.positions, indices: hat.triangles });
  const [positions, uvs] = [hair.positions.slice(), hair.uvs.slice()];
  const count = positions.length / 3;
  const covered = new Uint8Array(count);
  const rimAbout = rimsOf(bvh);
  const place = (v: number): Point => [positions[3 * v], positions[3 * v + 1], positions[3 * v + 2]];
  const isGone = (point: Point) => {
    const rim = rimAbout(point);
    if (rim === undefined) return false;
    // What stands out over the rim would lie on the hat.
    if (point[1] > rim.height + OVER && aside(point) > rim.out - GAP) return true;
    return rise(point) > rim.rise + WITHIN && coverOver(bvh, point) !== undefined;
  };
  for (let v = 0; v < count; v++) {
    const tied = tie(place(v), rimAbout(place(v)), open);
    covered[v] = Number(!open && isGone(tied));
    const hit = covered[v] ? undefined : coverOver(bvh, tied);
    positions.set(hit === undefined ? tied : pressed(tied, hit), 3 * v);
  }
  if (open) return { ...hair, positions };
  const kept: number[] = [];
  const { triangles } = hair;
  const tied = positions.slice();
  const moved = new Uint8Array(count);
  for (let t = 0; t < triangles.length; t += 3) {
    const corners = [triangles[t], triangles[t + 1], triangles[t + 2]];
    const free = corners.find((v) => !covered[v]);
    if (free === undefined) continue;
    kept.push(...corners);
    for (const v of corners) {
      if (!covered[v] || moved[v]) continue;
      moved[v] = 1;
      const share = clip(isGone, place(free), place(v));
      for (let c = 0; c < 3; c++) positions[3 * v + c] = mixed(tied[3 * free + c], tied[3 * v + c], share);
      for (let c = 0; c < 2; c++) uvs[2 * v + c] = mixed(hair.uvs[2 * free + c], hair.uvs[2 * v + c], share);
      positions.set(tie(place(v), rimAbout(place(v)), open), 3 * v);
      const hit = coverOver(bvh, place(v));
      if (hit !== undefined) positions.set(pressed(place(v), hit), 3 * v);
    }
  }
  return keepTriangles({ ...hair, positions, uvs }, kept);
}

type Point = [number, number, number];

const mixed = (a: number, b: number, share: number) => a + share * (b - a);

/** A hat's rim in one direction: the elevation of its wall's edge seen from the middle, the rim's distance from the upright axis and its height. */
interface Rim {
  rise: number;
  out: number;
  height: number;
}

const aside = ([x, , z]: Point) => Math.hypot(x - MIDDLE[0], z - MIDDLE[2]);

/** Elevation of a point seen from the middle, radians. */
const rise = ([x, y, z]: Point) => Math.atan2(y - MIDDLE[1], aside([x, y, z]));

/** Draws what stands out in to the rim; above it only where hair goes on there. */
function tie(point: Point, rim: Rim | undefined, open: boolean): Point {
  const [x, y, z] = point;
  if (!rim || (open ? rim.rise > PERCHED : y > rim.height + OVER)) return point;
  const [dx, dz] = [x - MIDDLE[0], z - MIDDLE[2]];
  const most = rim.out - GAP + SPREAD * Math.max(0, open ? Math.abs(rim.height - y) - BAND : rim.height - y);
  const out = aside(point);
  return out <= most ? point : [MIDDLE[0] + (dx * most) / out, y, MIDDLE[2] + (dz * most) / out];
}

/** The rim in the direction of a point, undefined where the hat has none. */
function rimsOf(bvh: Bvh): (point: Point) => Rim | undefined {
  const rims = Array.from({ length: AROUND }, (_, i) => rimAt(bvh, (2 * Math.PI * i) / AROUND));
  return ([x, , z]) => {
    const turn = (Math.atan2(x - MIDDLE[0], z - MIDDLE[2]) / (2 * Math.PI) + 1) * AROUND;
    const [a, b] = [rims[Math.floor(turn) % AROUND], rims[Math.ceil(turn) % AROUND]];
    if (!a || !b) return undefined;
    const between = (name: keyof Rim) => mixed(a[name], b[name], turn % 1);
    return { rise: between("rise"), out: between("out"), height: between("height") };
  };
}

/** Where the rim's inner edge is in a direction about the head: what is seen first of the hat from below. */
function rimAt(bvh: Bvh, angle: number): Rim | undefined {
  const FAR = 2;
  const hit = (rise: number) =>
    hitDistance(
      bvh,
      ...MIDDLE,
      Math.cos(rise) * Math.sin(angle) || 1e-9,
      Math.sin(rise) || 1e-9,
      Math.cos(rise) * Math.cos(angle) || 1e-9,
      FAR,
    );
  // From below: between the points of a crown the sky is seen again.
  let [free, met] = [LOWEST, LOWEST];
  while (met < HIGHEST && hit(met) === FAR) [free, met] = [met, met + STEP];
  if (met === LOWEST || met >= HIGHEST) return undefined;
  for (let i = 0; i < 10; i++) {
    const half = (free + met) / 2;
    if (hit(half) === FAR) free = half;
    else met = half;
  }
  const far = hit(met);
  const out = far * Math.cos(met);
  const height = MIDDLE[1] + far * Math.sin(met);
  // A brim that droops hides no hair from below: along it, hair goes on to the wall.
  let [wall, at] = [met, out];
  for (let next = met + STEP; next < HIGHEST; next += STEP) {
    const inner = hit(next) * Math.cos(next);
    if (inner > at - INWARDS) break;
    [wall, at] = [next, inner];
  }
  const droop = MIDDLE[1] + at * Math.tan(wall) - height;
  return { rise: droop > DROOP ? wall : met, out, height };
}

/** Distance from the middle at which the hat lies over a point, or between it and the middle; undefined where it does not cover it. */
function coverOver(bvh: Bvh, point: Point): number | undefined {
  const way = point.map((x, c) => x - MIDDLE[c]);
  const far = Math.hypot(...way) || 1;
  const [x, y, z] = way.map((w) => w / far || 1e-9);
  const most = far + REACH;
  const hit = hitDistance(bvh, ...MIDDLE, x, y, z, most);
  return hit < most ? hit : undefined;
}

function pressed(point: Point, hit: number): Point {
  const far = Math.hypot(...point.map((x, c) => x - MIDDLE[c])) || 1;
  const share = Math.min(1, (hit - GAP) / far);
  return point.map((x, c) => mixed(MIDDLE[c], x, share)) as Point;
}

/** How far the way from a free point to one that is gone leads before it is gone, 0..1. */
function clip(isGone: (point: Point) => boolean, free: Point, gone: Point): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 6; i++) {
    const half = (low + high) / 2;
    if (isGone(free.map((x, c) => mixed(x, gone[c], half)) as Point)) high = half;
    else low = half;
  }
  return low;
}
