import { Button, Caption1, Subtitle2 } from "@fluentui/react-components";
import type { Session } from "../state/session.ts";
import { HeadGrid } from "./head-grid.tsx";
import { useStore } from "./use-store.ts";

/** Every head of the service, newest first. */
export function Gallery({ session }: { session: Session }) {
  const { heads, more } = useStore(session.store);
  return (
    <section aria-label="Gallery">
      <Subtitle2 as="h2">Gallery</Subtitle2>
      {heads.length === 0 ? (
        <Caption1 as="p">Heads you make will be kept here.</Caption1>
      ) : (
        <HeadGrid session={session} heads={heads} label="Heads" />
      )}
      {more && <Button onClick={session.loadMore}>Older heads</Button>}
    </section>
  );
}
