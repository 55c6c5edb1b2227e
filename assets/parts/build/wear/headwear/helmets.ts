import { type Draft, draft, merge, mirrored } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { beforeFace } from "../../core/stand-off.ts";
import { ellipse, sweep } from "../../core/sweep.ts";
import { add, sampled, step, table, unit, type Vec } from "../../core/vector.ts";
import { HEAD, lathe, type Step } from "./lathe.ts";
import { type Ring, ringSurface } from "./surface.ts";

/** Steel, brass, and what is dark behind slits. */
const SLOTS = 3;
const [STEEL, BRASS, DARK] = [0, 1, 2];

/** A low round stud on a surface. */
function stud(at: Vec, way: Vec, radius: number, { slot, columns, high = 0.5 }: { slot: number; columns: number; high?: number }): Draft {
  const out = unit(way);
  const first = unit(Math.abs(out[1]) > 0.9 ? [1, 0, 0] : [out[2], 0, -out[0]]);
  const second: Vec = [out[1] * first[2] - out[2] * first[1], out[2] * first[0] - out[0] * first[2], out[0] * first[1] - out[1] * first[0]];
  const ring = (wide: number, off: number): Ring => ({
    slot,
    at: (angle) => add(add(add(at, out, off), first, wide * radius * Math.cos(-angle)), second, wide * radius * Math.sin(-angle)),
  });
  return ringSurface([ring(0, high * radius), ring(0.7, 0.75 * high * radius), ring(1, 0), ring(0, -0.3 * radius)], { columns, slots: SLOTS });
}

/** A comb of steel from the brow over the crown. @param top its height over the band at shares from front to back. */
function comb(line: Vec[], level: number, slot = STEEL): Draft {
  const out = draft();
  sweep(out, line, {
    outline: ellipse(level === 0 ? 8 : 5, 0.42),
    radius: (t) => 0.055 * Math.sin(Math.PI * Math.min(0.95, Math.max(0.05, t))) ** 0.5,
    up: [1, 0, 0],
    patch: { u: [(slot + 0.05) / SLOTS, (slot + 0.95) / SLOTS], v: [0, 1] },
  });
  return out;
}

const around = (angle: number, out: number, y: number, tilt = 0): Vec => {
  const z = (HEAD.z + out) * Math.cos(angle);
  return [(HEAD.x + out) * Math.sin(angle), y + tilt * z, HEAD.axis + z];
};

/** A steel helmet whose cheeks and neck come down around an open face: comb, brow band of brass, rivets. */
export function knightHelmet(_head: unknown, level: number): Draft {
  const fine = level === 0;
  const outside: Step[] = [
    { out: 0, high: 0.55 },
    { out: 0.3, high: 0.51 },
    { out: 0.66, high: 0.4 },
    { out: 0.9, high: 0.25 },
    { out: 1.02, high: 0.1, crease: true },
    { out: 1.09, high: 0.1, slot: BRASS, crease: true },
    { out: 1.12, high: 0.01, slot: BRASS, crease: true },
    { out: 1.125, high: 0, crease: true },
    { out: 1.24, high: -0.03 },
  ];
  const bend = ([x, y, z]: Vec, out: number, angle: number): Vec => {
    const drop = 0.66 * step(0.72, 0.5, Math.cos(angle)) * Math.min(1, Math.max(0, (out - 1.12) / 0.12));
    // A keel from the brow to the crown.
    const keel = out < 1 ? 0.035 * Math.exp(-((x / 0.06) ** 2)) * step(0, 0.3, out) : 0;
    return [x, y - drop, z + keel * Math.max(0, Math.cos(angle))];
  };
  const shell = lathe({ outside, bend, tilt: 0.04, columns: 32, slots: SLOTS }, level);
  const rise = (z: number): Vec => {
    const back = (z - HEAD.axis) / (HEAD.z * 1.02);
    return [0, 0.3 + 0.04 * z + 0.57 * Math.sqrt(Math.max(0, 1 - back * back)) ** 0.9, z];
  };
  const crest = comb(Array.from({ length: fine ? 15 : 8 }, (_, i) => rise(0.42 - (0.94 * i) / (fine ? 14 : 7))), level, BRASS);
  const rivets = Array.from({ length: 18 }, (_, i) => {
    const angle = (2 * Math.PI * (i + 0.5)) / 18;
    return stud(around(angle, 0.063, 0.355, 0.04), around(angle, 0, 0), 0.017, { slot: STEEL, columns: fine ? 5 : 4 });
  });
  return merge(shell, crest, ...(fine ? rivets : []));
}

/** A Norse helmet: a dome of plates under crossed ribs, a brow band, and before eyes and nose a guard like spectacles. */
export function norseHelmet({ skin, eyes }: AverageHead, level: number): Draft {
  const fine = level === 0;
  const profile: [number, number][] = [
    [0, 0.545],
    [0.3, 0.51],
    [0.66, 0.405],
    [0.9, 0.25],
    [1, 0.1],
  ];
  const outside: Step[] = [
    ...profile.map(([out, high], i) => ({ out, high, crease: i === profile.length - 1 })),
    { out: 1.05, high: 0.1, slot: BRASS, crease: true },
    { out: 1.07, high: 0.02, slot: BRASS },
    { out: 1.05, high: -0.045, slot: BRASS, crease: true },
  ];
  const tilt = 0.08;
  const shell = lathe({ outside, tilt, columns: 26, slots: SLOTS }, level);
  const bar = (line: Vec[], up: Vec, wide: number, slot: number): Draft => {
    const out = draft();
    sweep(out, line, {
      outline: ellipse(fine ? 6 : 4, 0.4),
      radius: () => wide,
      up,
      patch: { u: [(slot + 0.05) / SLOTS, (slot + 0.95) / SLOTS], v: [0, 1] },
      repeats: 3,
    });
    return out;
  };
  const over = (angle: number) =>
    sampled(fine ? 14 : 8, (t): Vec => {
      const share = 2 * t - 1;
      const z = HEAD.z * share * Math.cos(angle);
      return [HEAD.x * share * Math.sin(angle), 0.31 + table(profile, Math.abs(share)) + tilt * z, HEAD.axis + z];
    });
  const ribs = [bar(over(0), [1, 0, 0], 0.034, BRASS), bar(over(Math.PI / 2), [0, 0, 1], 0.034, BRASS)];
  // The guard keeps off brow and nose, whatever face is made.
  const brow = 0.3;
  const middle = eyes.left[1] + 0.09;
  const rim = (angle: number): Vec => {
    const [x, y] = [Math.max(0.03, eyes.left[0] + 0.155 * Math.sin(angle)), middle + 0.205 * Math.cos(angle)];
    return beforeFace(skin, x, y, 0.056);
  };
  const ring = bar(sampled(fine ? 24 : 12, (t) => rim(2 * Math.PI * t)), [0, 0, 1], 0.03, STEEL);
  const nasal = bar(
    sampled(fine ? 12 : 6, (t) => beforeFace(skin, 0, brow + (eyes.left[1] - 0.16 - brow) * t, 0.05)),
    [0, 0.2, 1],
    0.044,
    STEEL,
  );
  const rivets = Array.from({ length: 16 }, (_, i) => {
    const angle = (2 * Math.PI * (i + 0.5)) / 16;
    return stud(around(angle, 0.03, 0.345, tilt), around(angle, 0, 0), 0.016, { slot: STEEL, columns: 5 });
  });
  return merge(shell, ...ribs, ring, mirrored(ring), nasal, ...(fine ? rivets : []));
}

/** A helmet shut: its visor comes to a keel before the face, with slits for the eyes, breaths below them, rivets and a comb. */
export function closedHelmet(_head: unknown, level: number): Draft {
  const fine = level === 0;
  /** The visor's keel: how far it stands before the round, by height. */
  const keel = (y: number) => 0.2 * step(0.28, -0.12, y) * step(-0.75, -0.3, y);
  const wall = (angle: number, y: number, out: number): Vec => {
    const front = Math.max(0, Math.cos(angle));
    const narrow = 1 - 0.1 * step(-0.25, -0.75, y);
    const [x, , z] = around(angle, out, y);
    const nose = keel(y) * front ** 3;
    // Sides fall straight back from the keel.
    return [x * narrow * (1 - 0.14 * front ** 2 * step(0.3, -0.1, y)), y, (z - HEAD.axis) * narrow + HEAD.axis + nose];
  };
  const dome: [number, number][] = [
    [0, 0.815],
    [0.25, 0.8],
    [0.5, 0.745],
    [0.75, 0.63],
    [0.93, 0.47],
  ];
  const rings: Ring[] = dome.map(([share, y]) => ({ at: (angle) => [HEAD.x * 1.06 * share * Math.sin(angle), y, HEAD.axis + HEAD.z * 1.06 * share * Math.cos(angle)] }));
  const rows: [number, number, number, boolean?][] = [
    [0.36, 0.05, STEEL],
    [0.3, 0.075, STEEL, true],
    [0.295, 0.1, BRASS, true],
    [0.235, 0.105, BRASS, true],
    [0.23, 0.1, STEEL],
    [0.15, 0.106, STEEL],
    [0.07, 0.11, STEEL, true],
    [0.06, 0.085, DARK, true],
    [0.015, 0.085, DARK, true],
    [0.005, 0.113, STEEL, true],
    [-0.06, 0.114, STEEL],
    [-0.2, 0.114, STEEL],
    [-0.35, 0.11, STEEL],
    [-0.62, 0.1, STEEL, true],
    [-0.7, 0.115, BRASS, true],
    [-0.76, 0.12, BRASS, true],
    [-0.86, 0.18, STEEL],
    [-0.87, 0.16, STEEL, true],
  ];
  rings.push(...rows.map(([y, out, slot, crease]): Ring => ({ slot, crease, at: (angle) => {
    // The slit is before the eyes alone, with a bar at the keel: elsewhere its edges meet.
    const bar = step(0.035, 0.02, Math.abs(Math.sin(angle)));
    const shut = Math.max(bar, 1 - step(0.55, 0.68, Math.cos(angle))) * Number(y > 0 && y < 0.08);
    return wall(angle, y + shut * (0.0375 - y), out + shut * (0.1115 - out));
  } })));
  const inside: [number, number][] = [[-0.84, 0.12], [-0.6, 0.06], [0, 0.06], [0.4, 0.02]];
  rings.push(...inside.map(([y, out]): Ring => ({ slot: DARK, at: (angle) => wall(angle, y, out) })));
  rings.push({ slot: DARK, at: () => [0, 0.8, HEAD.axis] });
  const shell = ringSurface(rings, { columns: fine ? 48 : 20, slots: SLOTS });
  const crest = comb(
    Array.from({ length: fine ? 15 : 8 }, (_, i): Vec => {
      const z = 0.36 - (0.84 * i) / (fine ? 14 : 7);
      const back = (z - HEAD.axis) / (HEAD.z * 1.06);
      return [0, table(dome, Math.abs(back)) + 0.012, z];
    }),
    level,
    BRASS,
  );
  const studs: Draft[] = [];
  if (fine) {
    for (let i = 0; i < 20; i++) {
      const angle = (2 * Math.PI * (i + 0.5)) / 20;
      studs.push(stud(wall(angle, 0.265, 0.103), around(angle, 0, 0), 0.016, { slot: STEEL, columns: 5 }));
      studs.push(stud(wall(angle, -0.73, 0.117), around(angle, 0, 0), 0.014, { slot: STEEL, columns: 5 }));
    }
    // Breaths: two rows of holes at each side of the keel.
    for (const side of [1, -1])
      for (let row = 0; row < 3; row++)
        for (let k = 0; k < 5; k++) {
          const angle = side * (0.16 + 0.105 * k + 0.04 * (row % 2));
          const y = -0.2 - 0.095 * row;
          const [a, b] = [wall(angle - 0.02, y, 0.114), wall(angle + 0.02, y, 0.114)];
          const out = unit([a[2] - b[2], 0, b[0] - a[0]]);
          studs.push(stud(add(wall(angle, y, 0.114), out, 0.003), out, 0.02, { slot: DARK, columns: 6, high: 0.02 }));
        }
    for (const side of [1, -1]) studs.push(stud(wall(side * 1.35, 0.13, 0.118), [side, 0, 0.1], 0.055, { slot: BRASS, columns: 9 }));
  }
  return merge(shell, crest, ...studs);
}
