import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import validator from "gltf-validator";
import { compareWithNode } from "../../extension/helpers/compare-with-node.ts";
import { staticSite } from "../../extension/helpers/static-site.ts";
import { temporaryFolder } from "../../service/helpers/folders.ts";

// `node test/tools/tab/firefox.ts [preset] [prompt]` makes a head in Debian's Firefox under Xvfb, where Mesa draws WebGL; headless it has none.
// The finished head keeps Mesa, and the page with it, busy for minutes: the page is asked for nothing any more. Figures worth keeping stand in test/bench/results/tab.md.

const [preset = "built", prompt = "an old man with a bun and round glasses"] = process.argv.slice(2);
const PATIENCE = 1_500_000;
/** Small: Mesa draws on the CPU. */
const SCREEN = "-screen 0 560x420x24";

const profile = await temporaryFolder();
const downloads = join(profile, "downloads");
const preferences = {
  "browser.download.folderList": 2,
  "browser.download.dir": downloads,
  "permissions.default.persistent-storage": 1,
  "browser.download.always_ask_before_handling_new_types": false,
};
const written = Object.entries(preferences).map((entry) => `user_pref(${entry.map((one) => JSON.stringify(one))});\n`);
await writeFile(join(profile, "user.js"), written.join(""));
const arguments_ = ["--no-remote", "--profile", profile, "--remote-debugging-port=0"];
const firefox = spawn("xvfb-run", ["-a", "-s", SCREEN, "firefox-esr", ...arguments_], {
  env: { ...process.env, HOME: profile },
  detached: true,
});
let log = "";
const address = new Promise<string>((resolve) => {
  firefox.stderr.on("data", (chunk) => {
    log += chunk;
    const [, found] = /WebDriver BiDi listening on (ws:\S+)/.exec(log) ?? [];
    if (found) resolve(`${found}/session`);
  });
});
const socket = new WebSocket(await address);
await once(socket, "open");
const waiting = new Map<number, (answer: { result: never; error?: string; message?: string }) => void>();
socket.addEventListener("message", ({ data }) => {
  const answer = JSON.parse(data);
  waiting.get(answer.id)?.(answer);
});
let last = 0;
/** A command of WebDriver BiDi. */
async function call<T>(method: string, params: object = {}): Promise<T> {
  const id = ++last;
  socket.send(JSON.stringify({ id, method, params }));
  const { result, error, message } = await new Promise<{ result: T; error?: string; message?: string }>((resolve) => {
    waiting.set(id, resolve);
  });
  if (error) throw new Error(`${method}: ${message}`);
  return result;
}
type Session = { capabilities: { browserName: string; browserVersion: string } };
const { capabilities } = await call<Session>("session.new", { capabilities: {} });
const { contexts } = await call<{ contexts: { context: string }[] }>("browsingContext.getTree");
const [{ context }] = contexts;
/** Runs a function of the page's, whose arguments and answer are texts. */
async function inPage(work: (...given: string[]) => unknown, ...given: string[]): Promise<string | undefined> {
  const { result, exceptionDetails } = await call<{
    result?: { value?: string };
    exceptionDetails?: { text: string };
  }>("script.callFunction", {
    functionDeclaration: String(work),
    arguments: given.map((value) => ({ type: "string", value })),
    target: { context },
    awaitPromise: true,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.text);
  return result?.value;
}
async function until(work: (...given: string[]) => unknown, ...given: string[]): Promise<void> {
  for (const end = Date.now() + PATIENCE; ; await sleep(1000)) {
    if (await inPage(work, ...given).catch(() => undefined)) return;
    if (Date.now() > end) throw new Error(`not so after ${PATIENCE / 1000} s: ${work}`);
  }
}

/** Runs in the page. */
function click(name: string): string {
  const button = [...document.querySelectorAll("button")].find(({ textContent }) => textContent === name);
  if (!button || button.disabled) return "";
  button.click();
  return "clicked";
}

/** Waits for the only download to be there, as whole as it says. */
async function downloaded(): Promise<Uint8Array> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await sleep(1000)) {
    const names = await readdir(downloads).catch(() => []);
    const [name] = names.filter((one) => one.endsWith(".glb"));
    const bytes = name ? await readFile(join(downloads, name)) : Buffer.alloc(0);
    // The length that a GLB says of itself.
    if (bytes.length >= 12 && bytes.readUInt32LE(8) === bytes.length) return new Uint8Array(bytes);
  }
  throw new Error(`no file was downloaded in ${PATIENCE / 1000} s`);
}

try {
  const site = await staticSite();
  await call("browsingContext.navigate", { context, url: site.url, wait: "complete" });
  await until(() => String(crossOriginIsolated && document.querySelector("textarea") ? "yes" : ""));
  const begin = performance.now();
  await until(
    (name, text) => {
      const set = (element: HTMLElement, value: string, kind: string) => {
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), "value")!.set!.call(element, value);
        element.dispatchEvent(new Event(kind, { bubbles: true }));
      };
      set(document.querySelector("textarea")!, text, "input");
      const presets = [...document.querySelectorAll("select")].find((one) =>
        [...one.options].some(({ value }) => value === name),
      );
      if (!presets) return "";
      set(presets, name, "change");
      return "asked";
    },
    preset,
    prompt,
  );
  await until(click, "Make the head");
  await until(() =>
    [...document.querySelectorAll("button")].some(({ textContent }) => textContent === "Download") ? "done" : "",
  );
  const seconds = (performance.now() - begin) / 1000;
  await until(click, "Download");
  const glb = await downloaded();
  const { issues } = await validator.validateBytes(glb);
  const { same, most } = await compareWithNode(glb);
  console.log(
    `${capabilities.browserName} ${capabilities.browserVersion}\n"${prompt}", ${preset}: ${seconds.toFixed(0)} s; ${glb.length} bytes, ${issues.numErrors} errors, ${issues.numWarnings} warnings; numbers of Node's: ${same}, vertices ${most.toFixed(3)} mm apart at most`,
  );
} finally {
  process.kill(-firefox.pid!);
}
process.exit(0);
