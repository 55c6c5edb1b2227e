import { listFiles, openFile, openFolder, opfsStore } from "../host/browser/opfs.ts";
import { ServiceError } from "../service/errors.ts";
import type { HeadRow } from "../service/jobs/head-row.ts";
import type { Given } from "./answer.ts";

/** Where requests lie that have not become heads yet, in the origin private file system: a file each, named by the head's id. */
const ASKED_FOLDER = "asked";

type Operation = "createHead" | "editHead";
/** What a request says, as it came. */
type Words = Pick<Given, "id" | "body">;
interface Asked extends Words {
  operation: Operation;
  /** Milliseconds of the clock. */
  at: number;
}

/** Takes a head in that was asked for. @param head its id. @throws ServiceError where it is refused. */
export type Accept<T> = (asked: Words, head: string) => Promise<T>;

/**
 * Requests for heads, written down before anything is done about them: a prompt may be read with files that take long to come, and
 * whoever loads the page again meanwhile has asked all the same.
 */
export interface AskedHeads {
  keep(operation: Operation, asked: Words): Promise<HeadRow>;
  /** Accepts what a page that went away had asked for, oldest first; what cannot be read now waits for the next time. */
  resume(): Promise<void>;
}

/** @param has whether there is such a head. */
export async function openAskedHeads(
  accept: Record<Operation, Accept<HeadRow>>,
  has: (head: string) => boolean,
): Promise<AskedHeads> {
  const root = await openFolder();
  const store = opfsStore(root, ASKED_FOLDER);
  return {
    async keep(operation, { id, body }) {
      const head = crypto.randomUUID();
      const asked: Asked = { operation, id, body, at: Date.now() };
      await store.write(head, new TextEncoder().encode(JSON.stringify(asked)));
      try {
        return await accept[operation](asked, head);
      } finally {
        // What is refused was answered, and is not asked again.
        await store.remove(head);
      }
    },
    async resume() {
      const found: { head: string; asked: Asked }[] = [];
      for (const head of await listFiles(await openFolder(ASKED_FOLDER))) {
        const file = await openFile(root, ASKED_FOLDER, head);
        if (file) found.push({ head, asked: JSON.parse(await file.text()) });
      }
      for (const { head, asked } of found.sort((a, b) => a.asked.at - b.asked.at)) {
        try {
          if (!has(head)) await accept[asked.operation](asked, head);
          await store.remove(head);
        } catch (error) {
          console.warn(`head ${head}, which was asked for before:`, error);
          if (error instanceof ServiceError) await store.remove(head);
        }
      }
    },
  };
}
