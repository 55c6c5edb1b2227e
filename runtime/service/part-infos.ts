import type { PartDescription } from "../head/part-files/describe.ts";
import type { PartInfo } from "./schemas/words.ts";

/** Parts as clients see them; carved forms are of statues, which get them by themselves. @param own paths of those that do not ship. */
export function partInfos(parts: readonly PartDescription[], own: readonly string[] = []): PartInfo[] {
  return parts
    .filter(({ carved, words }) => !carved && words.length > 0)
    .map(({ kind, name, words, licence, source }) => ({
      id: `${kind}.${name}`,
      kind,
      words,
      wears: name,
      own: own.includes(`${kind}/${name}.glb`),
      licence,
      source,
    }));
}
