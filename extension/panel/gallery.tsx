import { Button, Caption1 } from "@fluentui/react-components";
import type { Session } from "../state/session.ts";
import { HeadGrid } from "./head-grid.tsx";
import { Heading } from "./heading.tsx";
import { useStore } from "./use-store.ts";

/** Every head of the service, newest first. */
export function Gallery({ session }: { session: Session }) {
  const { heads, more } = useStore(session.store);
  return (
    <section aria-label="Gallery">
      <Heading>Gallery</Heading>
      {heads.length === 0 ? (
        <Caption1 block>Heads you make will be kept here.</Caption1>
      ) : (
        <HeadGrid session={session} heads={heads} label="Heads" />
      )}
      {more && <Button onClick={session.loadMore}>Older heads</Button>}
    </section>
  );
}
