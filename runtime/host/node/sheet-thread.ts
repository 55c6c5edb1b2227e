/** What the thread of `draw-sheet.ts` runs. */

import { parentPort, workerData } from "node:worker_threads";
import { drawSheet } from "../../bake/preview/draw-sheet.ts";
import { encodeImage } from "./images.ts";

parentPort?.postMessage(await drawSheet(workerData, encodeImage));
