/** Which words and phrases of a prompt name a material, and how it takes light: `assets/template/materials.json`. */
export interface MaterialTable {
  entries: { words: string[]; metallic: number; roughness: number }[];
}

/** @returns metallic and roughness of the first material the prompt names, or undefined for living heads. */
export function selectMaterial(
  table: MaterialTable,
  prompt: string,
): { metallic: number; roughness: number } | undefined {
  const text = ` ${prompt
    .toLowerCase()
    .match(/\p{L}+/gu)
    ?.join(" ")} `;
  const entry = table.entries.find((candidate) => candidate.words.some((phrase) => text.includes(` ${phrase} `)));
  return entry && { metallic: entry.metallic, roughness: entry.roughness };
}
