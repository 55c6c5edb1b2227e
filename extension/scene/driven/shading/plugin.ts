import type { Material } from "@babylonjs/core/Materials/material.js";
import type { MaterialDefines } from "@babylonjs/core/Materials/materialDefines.js";
import { MaterialPluginBase } from "@babylonjs/core/Materials/materialPluginBase.js";
import { ShaderLanguage } from "@babylonjs/core/Materials/shaderLanguage.js";
import type { Shading } from "../../../../shaders/viewport/types.ts";

/** A plugin of one of the viewport's materials. */
export interface ShadingPlugin extends MaterialPluginBase {
  /** Whether the material is drawn by it, or as glTF says. */
  enabled: boolean;
}

/**
 * Makes the plugin's class of one of the viewport's materials. Where a version of Babylon words a passage otherwise, that passage stays. Plugins
 * are never saved with a scene.
 * @param name of the plugin; in capitals, its define.
 */
export function definePlugin(name: string, shading: Shading): new (material: Material) => ShadingPlugin {
  const define = name.toUpperCase();
  const codeOf = ({ definitions, passages }: Shading["glsl"]) => ({
    CUSTOM_FRAGMENT_DEFINITIONS: `#ifdef ${define}${definitions}\n#endif`,
    ...Object.fromEntries(
      Object.entries(passages).map(([passage, code]) => [
        `!${passage}`,
        `\n#ifdef ${define}\n${code}\n#else\n$0\n#endif\n`,
      ]),
    ),
  });
  const code = { glsl: codeOf(shading.glsl), wgsl: codeOf(shading.wgsl) };
  return class extends MaterialPluginBase implements ShadingPlugin {
    #enabled = true;

    constructor(material: Material) {
      super(material, name, 200, { [define]: false }, true, true);
      this.doNotSerialize = true;
    }

    get enabled(): boolean {
      return this.#enabled;
    }

    set enabled(enabled: boolean) {
      if (enabled === this.#enabled) return;
      this.#enabled = enabled;
      this.markAllDefinesAsDirty();
    }

    override getClassName(): string {
      return name;
    }

    override isCompatible(): boolean {
      return true;
    }

    override prepareDefines(defines: MaterialDefines): void {
      (defines as MaterialDefines & Record<string, unknown>)[define] = this.#enabled;
    }

    override getCustomCode(type: string, language?: ShaderLanguage): Record<string, string> | null {
      if (type !== "fragment") return null;
      return language === ShaderLanguage.WGSL ? code.wgsl : code.glsl;
    }
  };
}
