import { NodeBasisEncoder } from "ktx2-encoder";

let encoder: Promise<NodeBasisEncoder> | undefined;

/**
 * Encodes RGBA pixels as KTX2 with mips: Basis Universal's ETC1S for colours, UASTC under Zstandard for normals and data, which
 * ETC1S would bend. The same pixels give the same bytes.
 * @param linear whether the values are data rather than sRGB colours.
 */
export async function encodeKtx2(
  rgba: Uint8Array,
  width: number,
  height: number,
  { linear }: { linear: boolean },
): Promise<Uint8Array> {
  encoder ??= openEncoder();
  return (await encoder).encode(rgba, {
    imageDecoder: async () => ({ data: rgba, width, height }),
    isUASTC: linear,
    needSupercompression: true,
    qualityLevel: 200,
    compressionLevel: 1,
    uastcLDRQualityLevel: 1,
    generateMipmap: true,
    isPerceptual: !linear,
    isSetKTX2SRGBTransferFunc: !linear,
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
