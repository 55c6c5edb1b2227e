import { NodeBasisEncoder } from "ktx2-encoder";

let encoder: Promise<NodeBasisEncoder> | undefined;

/**
 * Encodes RGBA pixels as KTX2 with mips: Basis Universal's ETC1S, or UASTC under Zstandard for normals, which ETC1S would bend. The same
 * pixels give the same bytes.
 */
export async function encodeKtx2(
  rgba: Uint8Array,
  width: number,
  height: number,
  what: "color" | "data" | "normal",
): Promise<Uint8Array> {
  encoder ??= openEncoder();
  return (await encoder).encode(rgba, {
    imageDecoder: async () => ({ data: rgba, width, height }),
    isUASTC: what === "normal",
    enableRDO: what === "normal",
    rdoQualityLevel: 1.5,
    needSupercompression: true,
    qualityLevel: 160,
    compressionLevel: 1,
    uastcLDRQualityLevel: 1,
    generateMipmap: true,
    isPerceptual: what === "color",
    isSetKTX2SRGBTransferFunc: what === "color",
  });
}

/** The module binds `console.log` as it opens and prints every mip to it, into the middle of what a command prints. */
async function openEncoder(): Promise<NodeBasisEncoder> {
  const log = console.log;
  console.log = () => {};
  try {
    const made = new NodeBasisEncoder();
    await made.init();
    return made;
  } finally {
    console.log = log;
  }
}
