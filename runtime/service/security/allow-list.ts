import { networkInterfaces } from "node:os";

/** Who may talk to the service: exact Host headers and exact page origins, both lower case. */
export interface AllowList {
  hosts: ReadonlySet<string>;
  origins: ReadonlySet<string>;
}

/**
 * Builds the lists for a bound address. A loopback bind answers to its three loopback names alone, so a name that an
 * attacker points at 127.0.0.1 (DNS rebinding) never matches; a bind to every address answers to each of them as a number,
 * which nobody can point elsewhere.
 * @param address bound address. @param port bound port.
 * @param extra further exact "host:port" and "scheme://host[:port]" values of the command line.
 * @throws RangeError naming a value that cannot be matched exactly.
 */
export function allowList(
  address: string,
  port: number,
  extra: { hosts?: readonly string[]; origins?: readonly string[] } = {},
): AllowList {
  const hosts = ownNames(address).map((name) => `${name}:${port}`);
  const origins = hosts.map((host) => `http://${host}`);
  return {
    hosts: new Set([...hosts, ...(extra.hosts ?? []).map(checkedHost)]),
    origins: new Set([...origins, ...(extra.origins ?? []).map(checkedOrigin)]),
  };
}

export function isLoopback(address: string): boolean {
  return address === "::1" || address === "localhost" || /^127\.\d+\.\d+\.\d+$/.test(address);
}

/** "0.0.0.0" and "::" are no addresses: they stand for all that this machine has. */
function isWildcard(address: string): boolean {
  return address === "0.0.0.0" || address === "::";
}

const LOOPBACK_NAMES = ["127.0.0.1", "localhost", "[::1]"];

/** What clients may call the machine that listens at an address, the most general name last. */
export function ownNames(address: string): string[] {
  if (isLoopback(address)) return LOOPBACK_NAMES;
  if (!isWildcard(address)) return [bracketed(address)];
  const all = Object.values(networkInterfaces()).flatMap((found = []) => found);
  const outside = all.filter(({ internal, family }) => !internal && (address === "::" || family === "IPv4"));
  return [...LOOPBACK_NAMES, ...outside.map(({ address: one }) => bracketed(one))];
}

function bracketed(address: string): string {
  return address.includes(":") ? `[${address}]` : address.toLowerCase();
}

/** A name or an address with or without a port; no wildcard. */
const NAME = /^([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?$/;

function checkedHost(host: string): string {
  const low = host.toLowerCase();
  if (!NAME.test(low) || isMulticastName(low)) {
    throw new RangeError(`--allow-host ${host}: expected an exact host:port; wildcards and .local names are refused`);
  }
  return low;
}

function checkedOrigin(origin: string): string {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  const exact = url && /^https?:$/.test(url.protocol) && url.origin === origin.toLowerCase() && NAME.test(url.host);
  if (!exact || isMulticastName(url.host)) {
    throw new RangeError(
      `--allow-origin ${origin}: expected an exact scheme://host:port such as http://localhost:5173`,
    );
  }
  return url.origin;
}

/** Anybody on the local network can claim a .local name. */
function isMulticastName(host: string): boolean {
  return /\.local\.?(:\d+)?$/.test(host);
}
