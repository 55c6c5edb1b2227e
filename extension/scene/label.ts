import type { TransformNode } from "@babylonjs/core/Meshes/transformNode.js";
import type { Scene } from "@babylonjs/core/scene.js";
import { AdvancedDynamicTexture } from "@babylonjs/gui/2D/advancedDynamicTexture.js";
import { Rectangle } from "@babylonjs/gui/2D/controls/rectangle.js";
import { TextBlock } from "@babylonjs/gui/2D/controls/textBlock.js";

/** Texts that float over nodes of a scene. */
export interface Labels {
  /** Shows a text over a node, and takes the place of the node's older one. */
  show(node: TransformNode, text: string): void;
  hide(node: TransformNode): void;
  dispose(): void;
}

export function createLabels(scene: Scene): Labels {
  const shown = new Map<TransformNode, { box: Rectangle; block: TextBlock }>();
  let layer: AdvancedDynamicTexture | undefined;
  const create = (node: TransformNode) => {
    layer ??= AdvancedDynamicTexture.CreateFullscreenUI("headartist labels", true, scene, undefined, true);
    const box = new Rectangle();
    const block = new TextBlock();
    box.adaptWidthToChildren = true;
    box.height = "28px";
    box.cornerRadius = 14;
    box.thickness = 0;
    box.background = "#000000B0";
    box.isHitTestVisible = false;
    block.color = "white";
    block.fontSize = 14;
    block.fontFamily = "Segoe UI, system-ui, sans-serif";
    block.resizeToFit = true;
    block.paddingLeft = block.paddingRight = "12px";
    box.addControl(block);
    layer.addControl(box);
    box.linkWithMesh(node);
    const label = { box, block };
    shown.set(node, label);
    return label;
  };
  return {
    show(node, text) {
      const { block } = shown.get(node) ?? create(node);
      block.text = text;
    },
    hide(node) {
      shown.get(node)?.box.dispose();
      shown.delete(node);
      if (shown.size > 0) return;
      layer?.dispose();
      layer = undefined;
    },
    dispose() {
      for (const node of [...shown.keys()]) this.hide(node);
    },
  };
}
