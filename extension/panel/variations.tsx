import type { Session } from "../state/session.ts";
import { HeadGrid } from "./head-grid.tsx";
import { Heading } from "./heading.tsx";
import { useStore } from "./use-store.ts";

/** The heads of the last request side by side, to pick the one to refine. */
export function Variations({ session }: { session: Session }) {
  const { batch, heads } = useStore(session.store);
  const shown = batch.flatMap((id) => heads.find((head) => head.id === id) ?? []);
  if (shown.length < 2) return null;
  return (
    <section aria-label="Variations">
      <Heading>Pick one to refine</Heading>
      <HeadGrid session={session} heads={shown} label="Variations" wide />
    </section>
  );
}
