import { workerData } from "node:worker_threads";

/** Ends this process within half a second of its parent's death, in the midst of a computation too. */
setInterval(() => {
  if (process.ppid !== workerData || !isAlive(workerData)) process.kill(process.pid, "SIGKILL");
}, 500);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
