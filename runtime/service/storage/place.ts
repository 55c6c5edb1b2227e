import type { HeadStore } from "../../head/store.ts";
import { clearTemporary, folderStore } from "../../host/node/files.ts";
import { openLibrary } from "./open-library.ts";

/** Where one head's files are: in a library, or in a folder that the command line named. */
export type Place = { library: string; head: string } | { folder: string };

/** @returns the place's store, and a writer for files that need not survive a power cut. */
export async function openPlace(place: Place): Promise<{ store: HeadStore; put: HeadStore["write"] }> {
  if ("folder" in place) {
    await clearTemporary(place.folder);
    const store = folderStore(place.folder);
    return { store, put: store.write };
  }
  const library = await openLibrary(place.library);
  return { store: library.store(place.head), put: (name, bytes) => library.put(place.head, name, bytes) };
}
