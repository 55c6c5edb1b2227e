import { blendMesh, sharesTopology } from "./blend-mesh.ts";
import { createSurfaceBlender } from "./blend-surface.ts";
import { followSkin } from "./follow-skin.ts";
import type { Layer, LayeredHead, LayerName } from "./types.ts";

export interface BlendedHead {
  head: LayeredHead;
  /** Layers that were not mixed: taken whole from the nearer head, `a` below an amount of a half, or left out where it has none. */
  whole: { name: LayerName; from: "a" | "b" }[];
  omitted: LayerName[];
}

/**
 * Mixes two heads: positions, normals, targets, pictures and factors of every layer that both have with the same triangles. Of a layer
 * that only one has, or each another (bun and braids), the nearer head's is taken, or nothing where the nearer one has none; it follows
 * the mixed skin.
 * @param amount of `b`, 0..1. @throws RangeError for another amount; Error where the skins differ in their triangles.
 */
export function blendHeads(a: LayeredHead, b: LayeredHead, amount: number): BlendedHead {
  if (!(amount >= 0 && amount <= 1)) throw new RangeError(`the amount must be a number from 0 to 1, not ${amount}`);
  const [skinA, skinB] = [a, b].map(({ layers }) => layers.find(({ name }) => name === "Skin"));
  if (!skinA || !skinB || !sharesTopology(skinA, skinB))
    throw new Error("the heads' skins have different triangles: only heads of one template and one level can be mixed");
  const nearer = amount < 0.5 ? a : b;
  const from = amount < 0.5 ? "a" : "b";
  const blendSurface = createSurfaceBlender(amount);
  const mix = (own: Layer, other: Layer): Layer => ({
    name: own.name,
    surface: blendSurface(own.surface, other.surface),
    levels: own.levels.map((level, i) => blendMesh(level, other.levels[i], amount)),
  });
  const skin = mix(skinA, skinB);
  const follow = followSkin(nearer === a ? skinA : skinB, skin);
  const whole: BlendedHead["whole"] = [];
  const omitted: LayerName[] = [];
  const layers = pairLayers(a.layers, b.layers).flatMap(([own, other]): Layer[] => {
    if (own === skinA) return [skin];
    if (own && other && sharesTopology(own, other)) return [mix(own, other)];
    const kept = amount < 0.5 ? own : other;
    if (kept) whole.push({ name: kept.name, from });
    else omitted.push((own ?? other)!.name);
    return kept ? [follow(kept)] : [];
  });
  return {
    head: {
      layers,
      joints: a.joints.map((place, i) => mixPoint(place, b.joints[i], amount)),
      origin: mixPoint(a.origin, b.origin, amount),
      sockets: a.sockets.map((socket) => {
        const same = b.sockets.find(({ name }) => name === socket.name);
        return same ? { ...socket, position: mixPoint(socket.position, same.position, amount) } : socket;
      }),
    },
    whole,
    omitted,
  };
}

/** Layers of both heads by name, in the order of the first; a name that occurs again is paired in turn. */
function pairLayers(a: Layer[], b: Layer[]): [Layer | undefined, Layer | undefined][] {
  const rest = [...b];
  const pairs = a.map((layer): [Layer, Layer | undefined] => {
    const at = rest.findIndex(({ name }) => name === layer.name);
    return [layer, at < 0 ? undefined : rest.splice(at, 1)[0]];
  });
  return [...pairs, ...rest.map((layer): [undefined, Layer] => [undefined, layer])];
}

function mixPoint(a: readonly number[], b: readonly number[], amount: number): [number, number, number] {
  return [0, 1, 2].map((c) => a[c] + amount * (b[c] - a[c])) as [number, number, number];
}
