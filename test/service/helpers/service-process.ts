import { startService } from "../../../runtime/service/start.ts";
import { startRemoteWorker } from "../../../runtime/service/worker-main.ts";

// The process that the tests kill: a service or a remote worker with the options of its argument.
const { remote, engine, ...options } = JSON.parse(process.argv[2]);
const entry = new URL(engine ? "./small-engine.ts" : "./compute.ts", import.meta.url);
const settings = { ...options, entry, standby: false, previewInterval: engine ? 500 : 50, warn: () => {} };
if (remote) {
  await startRemoteWorker(settings);
  process.send!({ url: "", token: "" });
} else {
  const { url, token } = await startService(settings);
  process.send!({ url, token });
}
