import { type IncomingMessage, type RequestOptions, request } from "node:http";
import { connect, type Socket } from "node:net";
import type { Target } from "./client.ts";

export interface Reply {
  status: number;
  code?: string;
  headers: IncomingMessage["headers"];
  text: string;
}

/** Sends exactly these headers; fetch would not let Host and Origin through. */
export function send(
  { url }: Target,
  path: string,
  headers: Record<string, string | string[]>,
  options: RequestOptions = {},
  body?: string,
): Promise<Reply> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, headers, setHost: !("host" in headers), ...options }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => {
        const json = response.headers["content-type"]?.startsWith("application/json") ? JSON.parse(text) : undefined;
        resolve({ status: response.statusCode!, code: json?.error?.code, headers: response.headers, text });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** A connection to be written to by hand. */
export function dial({ url }: Target): Socket {
  const { hostname, port } = new URL(url);
  return connect(Number(port), hostname).on("error", () => {});
}

/** The beginning of a request, as it goes over the wire. */
export function requestHead({ url, token }: Target, line: string, ...headers: string[]): string {
  const all = [`${line} HTTP/1.1`, `Host: ${new URL(url).host}`, `Authorization: Bearer ${token}`, ...headers];
  return `${all.join("\r\n")}\r\n\r\n`;
}
