import { addCard, type CardOptions, type Cell, patch, tile } from "./cards.ts";
import { type GuideOptions, growGuide } from "./guides.ts";
import type { Draft } from "./mesh.ts";
import type { Draws } from "./random.ts";
import { type Density, spreadRoots } from "./roots.ts";
import type { Foot, Ground } from "./skin.ts";
import { add, step, sub, unit, type Vec } from "./vector.ts";

/** One layer of cards: where they are rooted, what line each follows, and what it shows. */
export interface LayerOptions {
  cell: Cell;
  density: Density;
  /** Roots at given places instead of spread ones. */
  roots?: Foot[];
  /** Least distance of two roots, head units. */
  spacing: number;
  guide: (root: Foot, rng: Draws) => GuideOptions & { end?: Vec; pulled?: number; before?: number };
  card: (root: Foot, rng: Draws) => Omit<CardOptions, "patch">;
}

/** Grows a layer of cards; a guide's `end` is where its line is drawn to, from the share `pulled` of its points on and the more the nearer to its tip, `before` how far before the root it begins. */
export function growLayer(to: Draft, ground: Ground, rng: Draws, options: LayerOptions): void {
  const given = options.roots?.filter((root) => options.density(root.point) > 0.02);
  for (const root of given ?? spreadRoots(ground, options.density, options.spacing, rng)) {
    const settings = options.guide(root, rng);
    const { before = 0 } = settings;
    const first = before > 0 ? ground.foot(add(root.point, unit(settings.flow(root.point, root.normal, 0)), -before)) : root;
    const guide = growGuide(ground, first, settings);
    if (settings.end) {
      const last = guide.points.length - 1;
      const gap = sub(settings.end, guide.points[last]);
      guide.points = guide.points.map((point, i) => add(point, gap, step(settings.pulled ?? 0.35, 1, i / last)));
    }
    const card = options.card(root, rng);
    const column = Math.floor(rng.uniform(0, 4));
    addCard(to, guide, {
      ...card,
      patch: options.cell === "solid" ? tile(column) : patch(options.cell, column, rng.uniform() < 0.5),
    });
  }
}

/** Camber of a tile on the scalp for every unit of its width: as much as a narrow skull bends away under it, which would come through its middle. */
export const ARCHED = 0.3;
