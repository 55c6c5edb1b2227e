import { headExtras } from "../scene/driven/read-source.ts";
import type { Client } from "./client.ts";

const LEVELS = ["readLod1", "readLod2", "readLod3"] as const;

/**
 * @param glb the head's finest file, which tells how many levels there are: none of a head on the grid, which holds its own.
 * @returns coarser levels of a finished head, finest first. @throws ServiceRefusal, ServiceUnreachable.
 */
export async function readLevels(client: Client, id: string, glb: ArrayBuffer): Promise<Blob[]> {
  const { levels = [] } = headExtras(glb);
  const files = await Promise.all(LEVELS.slice(0, levels.length).map((name) => client.file(name, id)));
  return files.map((file) => file!.blob);
}
