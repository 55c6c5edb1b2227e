/** The page that says what a browser has for heads, and tries every network on it. */

import type { ProbeAnswer, ProbedNetwork, ProbeRequest } from "../api/probe.ts";

type Provider = ProbedNetwork["provider"];

const NAMES: Record<Provider, string> = { wasm: "WASM", webgpu: "WebGPU" };

const state = document.querySelector<HTMLElement>("#state")!;

void examine().catch((error) => {
  state.textContent = `This browser makes no heads: ${error instanceof Error ? error.message : error}`;
});

async function examine(): Promise<void> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
  const { quota = 0, usage = 0 } = (await navigator.storage?.estimate()) ?? {};
  tellOfBrowser("Browser", navigator.userAgent);
  tellOfBrowser("Processors", String(navigator.hardwareConcurrency));
  tellOfBrowser(
    "Threads",
    crossOriginIsolated ? "yes: this page is isolated" : "one: this page is not isolated; load it again",
  );
  tellOfBrowser("WebGPU", adapter ? describe(adapter) : "no adapter");
  tellOfBrowser("Storage", `${megabytes(usage)} of ${megabytes(quota)} MB in use by this site's host`);
  const wasm = await tryAll("wasm", new Map());
  if (adapter) {
    await tryAll("webgpu", wasm);
    state.textContent = "Racing …";
    await ask({ task: "race" }, (answer) => {
      if (answer.type === "raced")
        tellOfBrowser("Heads are distilled on", `${NAMES[answer.chosen ? "webgpu" : "wasm"]}: ${answer.detail}`);
    });
  }
  state.textContent = "Done.";
}

function describe({ info }: GPUAdapter): string {
  const { vendor, architecture, description, isFallbackAdapter } = info;
  const name = [vendor, architecture, description].filter(Boolean).join(", ");
  return isFallbackAdapter ? `${name}: drawn by the processor` : name;
}

/** Runs the networks on a provider. @returns their outputs by name. */
async function tryAll(
  provider: Provider,
  before: ReadonlyMap<string, Float32Array>,
): Promise<Map<string, Float32Array>> {
  state.textContent = `Running on ${NAMES[provider]} …`;
  const outputs = new Map<string, Float32Array>();
  await ask({ task: "networks", provider }, (answer) => {
    if (answer.type !== "network") return;
    outputs.set(answer.network.name, answer.network.output);
    tellOfNetwork(answer.network, before.get(answer.network.name));
  });
  return outputs;
}

/** Has a worker of its own do something. @param hear is told its answers. */
async function ask(request: ProbeRequest, hear: (answer: ProbeAnswer) => void): Promise<void> {
  const worker = new Worker(new URL("probe.js", location.href), { type: "module", name: "headartist probe" });
  try {
    await new Promise<void>((resolve, reject) => {
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.onmessage = ({ data }: MessageEvent<ProbeAnswer>) => {
        if (data.type === "done") resolve();
        else if (data.type === "failed") reject(new Error(data.message));
        else hear(data);
      };
      worker.postMessage(request);
    });
  } finally {
    worker.terminate();
  }
}

function tellOfNetwork({ name, provider, took, output }: ProbedNetwork, wasm: Float32Array | undefined): void {
  const difference = wasm ? share(output, wasm).toExponential(1) : "–";
  const row = addRow("#networks", [name, NAMES[provider], `${took.toFixed(0)} ms`, difference]);
  for (const cell of [...row.cells].slice(2)) cell.className = "number";
}

/** Root mean square of the difference, as a share of that of the values. */
function share(values: Float32Array, others: Float32Array): number {
  let [apart, size] = [0, 0];
  for (const [i, value] of values.entries()) {
    apart += (value - others[i]) ** 2;
    size += others[i] ** 2;
  }
  return Math.sqrt(apart / size);
}

function tellOfBrowser(name: string, value: string): void {
  addRow("#browser", [name, value]);
}

function addRow(table: string, texts: string[]): HTMLTableRowElement {
  const row = document.querySelector<HTMLTableSectionElement>(`${table} tbody`)!.insertRow();
  for (const text of texts) row.insertCell().textContent = text;
  return row;
}

const megabytes = (bytes: number) => Math.round(bytes / 1e6);
