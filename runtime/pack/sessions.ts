import { type Graph, weightFiles } from "../onnx/graph.ts";
import { halved } from "../onnx/half.ts";
import { memoryNeed } from "../onnx/memory.ts";
import { serialize } from "../onnx/serialize.ts";
import type { Session, SessionHost, Tensor } from "../onnx/session.ts";
import { PackError } from "./files.ts";

/** Sessions of a pack, made when they are first asked for. */
export interface Sessions {
  /**
   * The session of one slot. A slot holds one session: asked for with another `key` (another batch or size), it frees
   * the one before, since two copies of a network's weights rarely fit into memory.
   * @param read outputs that are read; others go into other sessions alone. Absent: all are.
   */
  get(slot: string, key: string, build: () => Graph, read?: readonly string[]): Promise<Session>;
  /** Frees the slots whose name begins with `part`; all, where it is absent. */
  release(part?: string): Promise<void>;
}

/** @param folder that weights' paths are relative to. */
export function openSessions(host: SessionHost, folder: string): Sessions {
  const slots = new Map<string, { key: string; session: Promise<Session> }>();
  const free = async (slot: string) => {
    const held = slots.get(slot);
    slots.delete(slot);
    await (await held?.session)?.release();
  };
  return {
    async get(slot, key, build, read) {
      const held = slots.get(slot);
      if (held?.key === key) return held.session;
      if (held) await free(slot);
      const session = gatedSession(host, folder, build(), read);
      session.catch(() => slots.delete(slot));
      slots.set(slot, { key, session });
      return session;
    },
    async release(part = "") {
      for (const slot of [...slots.keys()]) if (slot.startsWith(part)) await free(slot);
    },
  };
}

/**
 * A session that computes in float16 where the host is at its best there, until something comes out that is no number:
 * from then on it computes in float32, beginning with that very run. Where float32 is the host's own, its first run
 * tells: damaged weights give nothing else from the start.
 * @throws PackError, when run, where even float32 gives no numbers.
 */
async function gatedSession(
  host: SessionHost,
  folder: string,
  graph: Graph,
  read?: readonly string[],
): Promise<Session> {
  const unread = read && graph.outputs.map(({ name }) => name).filter((name) => !read.includes(name));
  const make = (g: Graph) =>
    host.createSession(serialize(g), {
      ...{ folder, label: graph.name, unread },
      ...{ weights: weightFiles(g), memory: memoryNeed(g) },
    });
  let half: Session | null = host.half ? await make(halved(graph)) : null;
  let whole: Session | null = half ? null : await make(graph);
  let trusted = false;
  return {
    async run(feeds) {
      if (half) {
        const outputs = await half.run(feeds);
        if (allNumbers(outputs)) return outputs;
        await half.release();
        half = null;
      }
      whole ??= await make(graph);
      const outputs = await whole.run(feeds);
      if (trusted || allNumbers(outputs)) {
        trusted = !host.half;
        return outputs;
      }
      throw new PackError(
        graph.name,
        "gives no numbers, not even in float32",
        "Its weights are damaged: get them again",
      );
    },
    async release() {
      await half?.release();
      await whole?.release();
    },
  };
}

function allNumbers(outputs: Readonly<Record<string, Tensor>>): boolean {
  return Object.values(outputs).every(({ data }) => data instanceof BigInt64Array || data.every(Number.isFinite));
}
