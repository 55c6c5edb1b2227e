/** What a material of the viewport says in one shading language. */
export interface ShadingCode {
  /** Functions, before `main`. */
  definitions: string;
  /** Passages of Babylon's PBR fragment shader by regular expressions, and what stands in their place; `$0` is the passage, `$1` its first group. */
  passages: Record<string, string>;
}

/** A material of the viewport: Babylon's PBR material with a few passages of its shader replaced. */
export interface Shading {
  glsl: ShadingCode;
  wgsl: ShadingCode;
}

/** Passages that read the same in both languages. */
export const DIFFUSE = "info\\.diffuse=computeDiffuseLighting\\(preInfo,diffuse(\\d+)\\.rgb\\);";
export const SPECULAR = "info\\.specular=(computeSpecularLighting\\([^;]+diffuse\\d+\\.rgb\\));";
export const SHADOWED = "diffuseBase\\+=info\\.diffuse\\*shadow;";
