import { type Client, ServiceRefusal } from "../api/client.ts";
import { followEvents } from "../api/follow-events.ts";
import type { ServiceEvent } from "../service-types.ts";
import type { ConnectionState } from "./panel-state.ts";

/** Keeps the panel in touch with the service: its events while the token is taken, else as little noise as can be. */
export interface Connection {
  /** Tries at once, instead of at the next try. */
  begin(): void;
  dispose(): void;
}

export interface ConnectionOptions {
  client: Client;
  onState: (state: ConnectionState) => void;
  onEvent: (event: ServiceEvent) => void;
  /** The stream is open. */
  onOpen: () => Promise<void>;
}

/** Milliseconds between looks for a service that is away, and for a token that a host may have found. */
const QUICKEST = 300;
const SLOWEST = 4000;
const TOKEN_LOOK = 1000;

export function openConnection({ client, onState, onEvent, onOpen }: ConnectionOptions): Connection {
  let current = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const begin = () => {
    current.abort();
    clearTimeout(timer);
    current = new AbortController();
    if (client.token) follow(current.signal);
    else void knock(current.signal, QUICKEST);
  };
  const follow = (signal: AbortSignal) => {
    void followEvents(client, {
      signal,
      onEvent,
      onOpen,
      onLost(error) {
        if (error instanceof ServiceRefusal && error.status === 401) lock();
        else onState("offline");
      },
    });
  };
  /** Without a token every request but this one would be refused, and the browser's console would fill with it. */
  const knock = async (signal: AbortSignal, wait: number): Promise<void> => {
    try {
      await client.call("health", {});
      if (!signal.aborted) lock();
    } catch {
      if (signal.aborted) return;
      onState("offline");
      timer = setTimeout(() => void knock(signal, Math.min(SLOWEST, 2 * wait)), wait);
    }
  };
  /** Asks nothing more of the service until somebody brings another token. */
  const lock = () => {
    current.abort();
    onState("locked");
    const refused = client.token;
    const look = () => {
      if (client.token !== refused) begin();
      else timer = setTimeout(look, TOKEN_LOOK);
    };
    look();
  };
  return {
    begin,
    dispose() {
      current.abort();
      clearTimeout(timer);
    },
  };
}
