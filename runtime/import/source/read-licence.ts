import { glbJson } from "./read-source.ts";

const KEYS = ["title", "author", "license", "licence", "source"];

/**
 * What a GLB says of its author and terms: `asset.copyright`, the fields that Sketchfab writes into `asset.extras`, and
 * the licence of a VRM's meta. One line; empty where the file says nothing.
 */
export function readLicence(bytes: Uint8Array): string {
  const { asset = {}, extensions = {} } = glbJson(bytes);
  const meta = { ...extensions.VRM?.meta, ...extensions.VRMC_vrm?.meta };
  const found = [
    asset.copyright,
    ...KEYS.map((key) => asset.extras?.[key]),
    meta.title ?? meta.name,
    meta.author ?? meta.authors?.join(", "),
    meta.licenseName ?? meta.licenseUrl,
  ];
  return found.filter((text) => typeof text === "string" && text !== "").join("; ");
}
