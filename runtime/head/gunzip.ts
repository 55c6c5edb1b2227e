/**
 * Unpacks a file in gzip.
 * @param damaged makes the error that is thrown where the bytes are no gzip, or end before their time.
 */
export async function gunzip(bytes: Uint8Array, damaged: (why: string) => Error): Promise<Uint8Array> {
  const plain = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream("gzip"));
  try {
    return new Uint8Array(await new Response(plain).arrayBuffer());
  } catch {
    throw damaged("it is not a whole gzip file");
  }
}
