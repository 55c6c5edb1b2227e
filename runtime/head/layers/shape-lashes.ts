import { joinLevels } from "../part-files/dress/join-levels.ts";
import { LASHES } from "../surfaces/hair/lash-row.ts";
import type { LayerMesh } from "./types.ts";

interface LashForm {
  /** Factor of their length, and how far the upper lid's tips curl up besides, head units. */
  reach: number;
  curl: number;
  /** A second row between the hairs of the first. */
  twice?: boolean;
}

/** Of a Look's `lashes`; `none` are no mesh at all. */
export const LASH_FORMS: Readonly<Record<string, LashForm>> = {
  short: { reach: 0.55, curl: -0.002 },
  natural: { reach: 1, curl: 0 },
  long: { reach: 1.45, curl: 0.01 },
  thick: { reach: 1.2, curl: 0.004, twice: true },
};
/** The second row stands off the first by so much of their length. */
const APART = 0.12;
/** How much of what the upper lid's are longer the lower lid's are. */
const LOWER = 0.4;

/**
 * Lengthens, shortens or doubles the anatomy's lashes. @param levels with the strips' own texture coordinates, a column's root first.
 * @throws Error naming the field and what there is where there are no lashes of that form.
 */
export function shapeLashes(levels: readonly LayerMesh[], form = "natural"): LayerMesh[] {
  if (!Object.hasOwn(LASH_FORMS, form)) {
    const forms = ["none", ...Object.keys(LASH_FORMS)].join(", ");
    throw new Error(`look field "lashes": there are no lashes "${form}"; there are ${forms}`);
  }
  const { reach, curl, twice } = LASH_FORMS[form];
  if (reach === 1 && !twice) return [...levels];
  const first = levels.map((level) => stretched(level, reach, curl));
  if (!twice) return first;
  const second = levels.map((level) => {
    const row = stretched(level, reach * (1 - APART), curl + APART * reach * 0.03);
    return { ...row, uvs: row.uvs.map((x, i) => (i % 2 === 0 ? 1 - x : x)) };
  });
  return joinLevels(first, second);
}

function stretched(level: LayerMesh, reach: number, curl: number): LayerMesh {
  const positions = level.positions.slice();
  const { upper, lower } = LASHES;
  let root = 0;
  for (let v = 0; v < positions.length / 3; v++) {
    const at = level.uvs[2 * v + 1];
    const row = at < (upper.root + lower.tip) / 2 ? upper : lower;
    const share = (row.root - at) / (row.root - row.tip);
    if (share < 0.01) root = v;
    for (let c = 0; c < 3; c++) {
      const from = level.positions[3 * root + c];
      const factor = row === upper || reach < 1 ? reach : 1 + LOWER * (reach - 1);
      positions[3 * v + c] = from + factor * (level.positions[3 * v + c] - from);
    }
    positions[3 * v + 1] += (row === upper ? curl : -0.3 * curl) * share ** 2;
  }
  return { ...level, positions };
}
