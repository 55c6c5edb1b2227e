import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atEnd } from "./at-end.ts";

/** Why tests of a full disk are skipped; false where they run. */
export const NO_MOUNT = canMount() ? false : "a small file system cannot be mounted here (needs root)";

/** Mounts a file system in memory over a folder, until the tests of this file are over. @param size as mount(8) takes it. */
export function mountSmall(folder: string, size: string): void {
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder], { stdio: "ignore" });
  atEnd(() => execFileSync("umount", ["-l", folder]));
}

function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "headartist-mount-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "tmpfs", folder], { stdio: "ignore" });
    execFileSync("umount", ["-l", folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
