// npm links the commands of dependencies, not those of the package itself. With this link, made by `prepare`,
// `npx headartist` works in a clone as it does where the package is installed.
import { mkdir, rm, symlink } from "node:fs/promises";

const bin = new URL("../../node_modules/.bin/", import.meta.url);
const link = new URL("headartist", bin);
await mkdir(bin, { recursive: true });
await rm(link, { force: true });
await symlink("../../runtime/cli/headartist.js", link);
