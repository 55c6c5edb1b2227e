import type { FileKind } from "../../head/part-files/describe.ts";
import { rotation } from "../../head/part-files/wear-part.ts";
import { transform } from "../../mesh/matrix.ts";
import type { TriMesh } from "../../mesh/types.ts";
import { ImportError } from "../types.ts";
import { boxOf } from "./box-of.ts";
import { openingOf } from "./opening.ts";

/** Where a part of the kind is that fits: what it is measured by, metres. */
export interface Seat {
  /** Its width, or the radius of a hat's opening. */
  size: number;
  /** What comes to lie upon each other: of hats the middle of the opening, of hair the top, of all else the middle. */
  point: readonly [number, number, number];
}

/** How somebody's mesh comes onto the average head. */
export interface Placing {
  /** Factor of the file's metres, or of the size of `like`. */
  scale: number;
  /** Degrees about X, then Y, then Z. */
  turn: readonly [number, number, number];
  /** Metres, after scale and turn. */
  move: readonly [number, number, number];
  /** A part that fits, whose seat the mesh gets. */
  like?: TriMesh;
}

/** What a worn part measures, metres, at least and at most. */
const EXTENT = [0.004, 0.9];
/** Its middle is within this distance of the eyes, metres. */
const REACH = 0.45;
/** Units that files are made in in place of metres, and what is left of one. */
const UNITS: [string, number][] = [
  ["decimetres", 0.1],
  ["inches", 0.0254],
  ["centimetres", 0.01],
  ["millimetres", 0.001],
];

/** Column-major 4×4 matrix that places a mesh of the scene. @param kind of part. */
export function placement(mesh: TriMesh, kind: FileKind, { scale, turn, move, like }: Placing): number[] {
  const rows = rotation(turn.map((degrees) => (degrees * Math.PI) / 180));
  const turned = (factor: number) => {
    const [a, b, c, d, e, f, g, h, i] = rows.map((x) => x * factor);
    return [a, d, g, 0, b, e, h, 0, c, f, i, 0, 0, 0, 0, 1];
  };
  if (!like) return [...turned(scale).slice(0, 12), ...move, 1];
  const upright = { positions: transform(turned(1), mesh.positions), indices: mesh.indices };
  const openings = kind === "hat" ? [openingOf(upright), openingOf(like)] : [];
  const byOpening = openings[0] !== undefined && openings[1] !== undefined;
  const [own, seat] = [upright, like].map((one, i) => seatOf(one, kind, byOpening ? openings[i] : undefined));
  const factor = (scale * seat.size) / Math.max(1e-9, own.size);
  return [...turned(factor).slice(0, 12), ...seat.point.map((x, c) => x - factor * own.point[c] + move[c]), 1];
}

function seatOf({ positions }: TriMesh, kind: FileKind, opening?: ReturnType<typeof openingOf>): Seat {
  if (opening) return { size: opening.radius, point: [opening.middle[0], opening.height, opening.middle[1]] };
  const { low, high } = boxOf(positions);
  const [x, y, z] = low.map((value, c) => (value + high[c]) / 2);
  return { size: high[0] - low[0], point: [x, kind === "hair" ? high[1] : kind === "hat" ? low[1] : y, z] };
}

/**
 * @param positions as placed. @param meshes names of the file's meshes where it has several and all are taken.
 * @throws ImportError "misplaced" where size or place is no head's, with what would mend it.
 */
export function checkPlace(positions: Float32Array, meshes?: string): void {
  const { low, high } = boxOf(positions);
  const sizes = high.map((x, c) => x - low[c]);
  const extent = Math.max(...sizes);
  const others = meshes
    ? `; where it is more than the part, take the part alone with --node; its meshes are ${meshes}`
    : "";
  const remedy =
    `model it in metres on the average head (headartist parts head), give it size and place of a part that ships with ` +
    `--fit NAME, or give --scale, --turn and --move${others}`;
  if (!(extent >= EXTENT[0] && extent <= EXTENT[1])) {
    const unit = UNITS.find(([, factor]) => extent * factor >= 0.1 && extent * factor <= 0.5);
    const guess = unit && !meshes ? `; in ${unit[0]} it would fit: --scale ${unit[1]}` : "";
    throw new ImportError(
      "misplaced",
      `it measures ${extent.toPrecision(3)} m, a head is 0.22 m high${guess}; ${remedy}`,
    );
  }
  const middle = high.map((x, c) => (x + low[c]) / 2);
  if (Math.hypot(...middle) > REACH) {
    const at = middle.map((x) => x.toFixed(2)).join(", ");
    throw new ImportError("misplaced", `its middle is at ${at} m, which is not at the eyes' 0, 0, 0; ${remedy}`);
  }
}
