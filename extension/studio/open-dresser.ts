import type { DressAnswer, DressRequest } from "../api/dress.ts";
import type { Dress } from "../state/asking.ts";

/**
 * Builds heads in a worker of the page, one after the other. It starts, and reads what heads are built from off the service, when somebody
 * begins to write. What is no longer wanted when its turn comes is not built.
 */
export function openDresser(): Dress {
  let worker: Worker | undefined;
  const start = () => {
    worker ??= new Worker(new URL("dress.js", location.href), { type: "module", name: "headartist dress" });
    return worker;
  };
  addEventListener("input", start, { once: true, capture: true });
  const build = (request: DressRequest) =>
    new Promise<DressAnswer>((resolve) => {
      const asked = start();
      asked.onmessage = ({ data }: MessageEvent<DressAnswer>) => resolve(data);
      // The service shows the head, a little later.
      asked.onerror = () => resolve(undefined);
      asked.postMessage(request);
    });
  let last: Promise<unknown> = Promise.resolve();
  return ({ prompt, set, seed, preset }, isWanted) => {
    const built = last.then(async () => {
      if (seed === undefined || preset === undefined || !isWanted()) return undefined;
      const glb = await build({ prompt, set, seed, preset });
      return glb && isWanted() ? new Blob([glb]) : undefined;
    });
    last = built;
    return built;
  };
}
