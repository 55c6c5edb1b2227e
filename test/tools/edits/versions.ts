import { rm } from "node:fs/promises";
import { join } from "node:path";
import { edit } from "../../../runtime/api/edit.ts";
import { generate } from "../../../runtime/api/generate.ts";
import { revert } from "../../../runtime/cli/revert.ts";
import { readDocument } from "../../../runtime/head/document.ts";
import { folderStore } from "../../../runtime/host/node/files.ts";
import type { PresetName } from "../../../runtime/host/presets.ts";

/** Makes the versions of heads in one folder; those that are finished are kept. */
export function openVersions(folder: string, preset: PresetName, threads: number) {
  const at = (name: string) => join(folder, `${name}.head`);

  /** @returns seconds of processor time it took; undefined where the head was there, whole or begun. */
  const makeParent = (name: string, prompt: string, seed: number): Promise<number | undefined> =>
    timed(name, () => generate({ prompt, preset, seed, threads, folder: at(name), ...report(prompt) }));

  /** See {@link makeParent}. */
  const makeEdit = (parent: string, child: string, instruction: string): Promise<number | undefined> =>
    timed(child, () =>
      edit(at(parent), instruction, { seed: 1, threads, folder: at(child), ...report(`${child}: ${instruction}`) }),
    );

  /** Goes back from an edit to what it was made from, in a head of its own. */
  async function undo(child: string): Promise<string> {
    const name = `${child}-undone`;
    await rm(at(name), { recursive: true, force: true });
    await revert(at(child), { output: join(folder, `${name}.glb`) });
    return name;
  }

  async function timed(name: string, make: () => Promise<unknown>): Promise<number | undefined> {
    const document = await readDocument(folderStore(at(name)));
    if (document?.status === "done") return undefined;
    const begin = process.cpuUsage();
    await make();
    const { user, system } = process.cpuUsage(begin);
    return document ? undefined : (user + system) / 1e6;
  }

  return { at, makeParent, makeEdit, undo };
}

function report(what: string) {
  let last = "";
  return {
    onProgress({ stage }: { stage: string }) {
      if (stage !== last) process.stderr.write(`${what}: ${stage}\n`);
      last = stage;
    },
  };
}
