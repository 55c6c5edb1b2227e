import {
  type Document,
  Extension,
  type Mesh,
  type Node,
  type ReaderContext,
  type WriterContext,
} from "@gltf-transform/core";
import { HUMANOID } from "./body-bones.ts";

/** What the extension says beside what the document's nodes and meshes tell. */
export interface VrmMeta {
  name: string;
  authors: string[];
  /** Eyes' middle from the head bone, metres. */
  eyes: [number, number, number];
}

/** VRM's preset expressions, by the targets that make them. */
const PRESETS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  aa: { viseme_aa: 1 },
  ih: { viseme_I: 1 },
  ou: { viseme_U: 1 },
  ee: { viseme_E: 1 },
  oh: { viseme_O: 1 },
  blink: { eyeBlinkLeft: 1, eyeBlinkRight: 1 },
  blinkLeft: { eyeBlinkLeft: 1 },
  blinkRight: { eyeBlinkRight: 1 },
  happy: { mouthSmileLeft: 0.8, mouthSmileRight: 0.8, cheekSquintLeft: 0.5, cheekSquintRight: 0.5 },
  angry: {
    browDownLeft: 1,
    browDownRight: 1,
    noseSneerLeft: 0.4,
    noseSneerRight: 0.4,
    mouthPressLeft: 0.5,
    mouthPressRight: 0.5,
  },
  sad: { browInnerUp: 0.9, mouthFrownLeft: 0.8, mouthFrownRight: 0.8 },
  surprised: {
    browInnerUp: 0.7,
    browOuterUpLeft: 0.8,
    browOuterUpRight: 0.8,
    eyeWideLeft: 0.7,
    eyeWideRight: 0.7,
    jawOpen: 0.35,
  },
  relaxed: { eyeSquintLeft: 0.3, eyeSquintRight: 0.3, mouthSmileLeft: 0.25, mouthSmileRight: 0.25 },
};
/** Degrees of the eyeballs' bones at the ends of a look: see `runtime/head/anatomy/gaze.ts`. */
const RANGE = { inner: 26, outer: 26, up: 16, down: 20 };
const OF = /^(viseme_|mouthOpen$|mouthSmile$|eyesClosed$|eyesLook)/;

/** VRMC_vrm 1.0: humanoid, expressions by morph targets, gaze by bones (vrm-c/vrm-specification, VRMC_vrm-1.0). Written only. */
export class Vrm extends Extension {
  static override readonly EXTENSION_NAME = "VRMC_vrm";
  override readonly extensionName = "VRMC_vrm";
  #meta: VrmMeta | undefined;
  #bones = new Map<string, Node>();

  describe(meta: VrmMeta, bones: Map<string, Node>): this {
    this.#meta = meta;
    this.#bones = bones;
    return this;
  }

  override read(_: ReaderContext): this {
    return this;
  }

  override write({ jsonDoc: { json }, nodeIndexMap }: WriterContext): this {
    if (!this.#meta) return this;
    const { name, authors, eyes } = this.#meta;
    const bone = (key: string) => nodeIndexMap.get(this.#bones.get(key)!);
    const binds = expressionBinds(this.document, nodeIndexMap);
    const expression = (mix: Readonly<Record<string, number>>) => ({ morphTargetBinds: binds(mix) });
    const custom = targetNames(this.document).filter((target) => !OF.test(target));
    json.extensions = {
      ...json.extensions,
      VRMC_vrm: {
        specVersion: "1.0",
        meta: {
          name,
          version: "1",
          authors,
          licenseUrl: "https://vrm.dev/licenses/1.0/",
          avatarPermission: "everyone",
          commercialUsage: "corporation",
          creditNotation: "unnecessary",
          modification: "allowModificationRedistribution",
          allowRedistribution: true,
        },
        humanoid: {
          humanBones: Object.fromEntries(Object.entries(HUMANOID).map(([key, node]) => [key, { node: bone(node) }])),
        },
        expressions: {
          preset: Object.fromEntries(Object.entries(PRESETS).map(([key, mix]) => [key, expression(mix)])),
          custom: Object.fromEntries(custom.map((target) => [target, expression({ [target]: 1 })])),
        },
        lookAt: {
          type: "bone",
          offsetFromHeadBone: eyes,
          rangeMapHorizontalInner: { inputMaxValue: 90, outputScale: RANGE.inner },
          rangeMapHorizontalOuter: { inputMaxValue: 90, outputScale: RANGE.outer },
          rangeMapVerticalDown: { inputMaxValue: 90, outputScale: RANGE.down },
          rangeMapVerticalUp: { inputMaxValue: 90, outputScale: RANGE.up },
        },
      },
    };
    return this;
  }
}

function namesOf(mesh: Mesh): string[] {
  return (mesh.getExtras().targetNames as string[] | undefined) ?? [];
}

function targetNames(document: Document): string[] {
  return [...new Set(document.getRoot().listMeshes().flatMap(namesOf))];
}

/** @returns a function that finds, for a mix of targets, where they are on every mesh. */
function expressionBinds(document: Document, nodes: Map<Node, number>) {
  const meshes = document
    .getRoot()
    .listNodes()
    .flatMap((node) => (node.getMesh() ? [{ node: nodes.get(node)!, names: namesOf(node.getMesh()!) }] : []));
  return (mix: Readonly<Record<string, number>>) =>
    meshes.flatMap(({ node, names }) =>
      Object.entries(mix).flatMap(([target, weight]) => {
        const index = names.indexOf(target);
        return index < 0 ? [] : [{ node, index, weight }];
      }),
    );
}
