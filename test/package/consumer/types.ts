import {
  bakeBack,
  type EditOptions,
  EXIT_CODES,
  ExitError,
  edit,
  type GenerateOptions,
  generate,
  type HeadDocument,
  importCharacter,
  type Look,
  type MadeHead,
  type Notice,
  type Progress,
  type Reading,
  readPrompt,
} from "babylon-headartist";
import {
  type Client,
  createClient,
  type Head,
  type HeadRequest,
  ServiceRefusal,
  waitForHead,
} from "babylon-headartist/client";
import { close, main, title } from "babylon-headartist/editor";

// Compiled, never run: every export with the types that its users see.
export async function everything(): Promise<string> {
  const options: GenerateOptions = { prompt: "an orc", preset: "draft", seed: 1, textureSize: 1024 };
  const controller = new AbortController();
  const onProgress = ({ stage, step, steps, eta }: Progress): void => console.log(stage, step / steps, eta);
  const onNotice = ({ code, word, nearest }: Notice): void => console.log(code, word, nearest.join());
  const head: MadeHead = await generate({
    ...options,
    folder: "orc.head",
    signal: controller.signal,
    onProgress,
    onNotice,
  });
  const bytes: Uint8Array = head.glb;
  const document: HeadDocument = head.document;
  const changes: EditOptions = { what: "shape", region: ["nose"], strength: 0.5 };
  const { folder }: { folder: string } = await edit("orc.head", "make him older", changes);
  const { fit } = await importCharacter(bytes, { folder: "hero.head", align: "bounds" });
  const { report } = await bakeBack(folder, { what: "color" });
  const reading: Reading = await readPrompt("an orc with braids", { seed: 1 });
  const look: Look = reading.look;
  const words: string[] = reading.report.items.map(({ text, state: end }) => `${text}: ${end}`);
  const client: Client = createClient({ url: "http://127.0.0.1:4816", token: "…" });
  const body: HeadRequest = { prompt: "an orc" };
  const asked: Head = await client.call("createHead", { body });
  const { state } = await waitForHead(client, asked.id, { onProgress: ({ stage }) => console.log(stage) });
  const known: boolean =
    (await client.call("readPrompt", { query: { prompt: "an orc" } })).report.items[0]?.state === "used";
  try {
    main({});
    close({});
  } catch (error) {
    if (error instanceof ExitError) process.exit(EXIT_CODES[error.class]);
    if (error instanceof ServiceRefusal) console.error(error.code, error.remedy);
  }
  // @ts-expect-error A preset that does not exist.
  await generate({ prompt: "an orc", preset: "turbo" });
  // @ts-expect-error A prompt that is no text.
  await client.call("createHead", { body: { prompt: 5 } });
  return [title, document.maker?.engine, fit.chamfer, report.moved, state, known, look.version, words].join(" ");
}
