import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const [command, ...args] = process.argv.slice(2);
const transport = new StdioClientTransport({ command, args, env: { ...process.env }, stderr: "inherit" });
const agent = new Client({ name: "test", version: "1.0.0" });
await agent.connect(transport);
const call = (name, given, options) => agent.callTool({ name, arguments: given }, undefined, options);
const text = ({ content }) => content.find(({ type }) => type === "text").text;

const { tools } = await agent.listTools();
const refused = await call("make_head", { prompt: "x".repeat(2000) });
let notices = 0;
const patience = { timeout: 60_000, maxTotalTimeout: 3_600_000, resetTimeoutOnProgress: true };
const onprogress = () => notices++;
const made = await call("make_head", { prompt: "an orc", preset: "draft", seed: 1 }, { ...patience, onprogress });
const { id, state } = JSON.parse(text(made));
const picture = made.content.find(({ type }) => type === "image");
const exported = await call("export_head", { head: id, file: "orcs/orc.glb" });
const outside = await call("export_head", { head: id, file: "../orc.glb" });
const edit = await call("edit_head", { head: id, instruction: "make him older", wait: false });
const shown = await call("show_head", { head: JSON.parse(text(edit)).id });
const listed = JSON.parse(text(await call("list_heads", {})));
await agent.close();
const report = {
  tools: tools.map(({ name }) => name),
  refused: [refused.isError, text(refused)],
  state,
  notices,
  picture: [picture?.mimeType, picture?.data.length],
  exported: text(exported),
  outside: [outside.isError, text(outside)],
  edit: JSON.parse(text(shown)),
  listed: listed.map((head) => head.id),
  id,
};
console.log(JSON.stringify(report));
