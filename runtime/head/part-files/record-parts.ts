import type { Look } from "../../prompt/look.ts";
import { HeadError } from "../document.ts";
import type { HeadKit } from "../layers/kit.ts";
import { selectFiles } from "./select-files.ts";

/** SHA-256 of the files of parts that do not ship, by kind and name: "hat/my-hat". */
export type OwnParts = Readonly<Record<string, string>>;

/**
 * The own parts that a Look wears, with what their files are: others' machines lack them, and a file can change.
 * @param recorded what the head, or the one that it is an edit of, was made with. @returns undefined where it wears none.
 * @throws HeadError where one that was recorded and is still worn is missing here, or is another file now.
 */
export function recordParts(
  { parts, own }: Pick<HeadKit, "parts" | "own">,
  look: Look,
  recorded: OwnParts = {},
): OwnParts | undefined {
  const worn = selectFiles(look, parts).chosen.flatMap(({ part }): [string, string][] => {
    const hash = own.get(part);
    return hash === undefined ? [] : [[`${part.kind}/${part.name}`, hash]];
  });
  const found: OwnParts = Object.fromEntries(worn.sort(([a], [b]) => (a < b ? -1 : 1)));
  for (const [path, hash] of Object.entries(recorded)) {
    if (!isAsked(look, path)) continue;
    const file = `${path}.glb`;
    if (found[path] === undefined) {
      throw new HeadError(
        `this head wears the part ${path}, which is not here; put its file at ${file} of the data folder's parts, or name the folder that has it with --parts`,
      );
    }
    if (found[path] !== hash) {
      throw new HeadError(
        `this head was made with another version of the part ${path} (SHA-256 ${short(hash)}, here it is ${short(found[path])}); put that ${file} back, or make a new head of the same prompt`,
      );
    }
  }
  return worn.length > 0 ? found : undefined;
}

const short = (hash: string) => `${hash.slice(0, 12)}…`;

function isAsked({ hair, beard, moustache, brows, parts }: Look, path: string): boolean {
  const [kind, name] = path.split("/");
  if (parts.some((part) => part.kind === kind && part.id === name)) return true;
  const grown: Record<string, string | undefined> = {
    hair: hair?.style,
    beard: beard?.style,
    moustache: moustache?.style,
    brows: brows.form,
  };
  return grown[kind] === name;
}
