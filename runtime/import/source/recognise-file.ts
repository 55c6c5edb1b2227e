import { ImportError } from "../types.ts";

/** What files that are no GLB begin with, and what to do about each. */
const KINDS: readonly [RegExp, string][] = [
  [
    /^\s*(<!doctype html|<html|<\?xml[^>]*>\s*<!doctype html)/i,
    "is a web page saved under the name of a model; open the page and use its download button (on GitHub, the raw file)",
  ],
  [
    /^version https:\/\/git-lfs/,
    "is a pointer of Git LFS, not the model itself; run git lfs pull, or download the raw file",
  ],
  [/^\s*\{[\s\S]*"asset"\s*:/, "is a .gltf, whose parts lie in other files; export one self-contained .glb"],
  [/^PK/, "is a ZIP archive; unpack it and give the .glb inside"],
  [/^(Rar!|7z\xbc\xaf)/, "is an archive; unpack it and give the .glb inside"],
  [/^(Kaydara FBX|; FBX)/, "is an FBX; open it in Blender and export it as .glb"],
  [/^BLENDER/, "is a Blender file; export the character as .glb"],
  [/^(# |mtllib |o |v |g )/, "looks like an OBJ, which has no skeleton; open it in Blender and export it as .glb"],
  [/^(solid |ply\r?\n)/, "is a mesh without materials (STL or PLY); open it in Blender and export it as .glb"],
  [/^(.PNG|\xff\xd8\xff|RIFF)/s, "is a picture; give the character's .glb"],
];

/** @returns why bytes that are not a whole GLB are refused. */
export function notGlb(bytes: Uint8Array): ImportError {
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 4096));
  if (start.startsWith("glTF")) return brokenGlb(bytes);
  if (bytes.length === 0) return new ImportError("not-a-glb", "the file is empty; export or download it again");
  const known = KINDS.find(([pattern]) => pattern.test(start))?.[1];
  return new ImportError(
    "not-a-glb",
    `the file ${known ?? "is not a binary glTF 2.0 (.glb); export the character as .glb"}`,
  );
}

function brokenGlb(bytes: Uint8Array): ImportError {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes.length >= 8 ? view.getUint32(4, true) : 2;
  if (version !== 2) {
    return new ImportError(
      "not-a-glb",
      `the file is glTF ${version}, which is out of use; export the character as glTF 2.0`,
    );
  }
  const announced = bytes.length >= 12 ? view.getUint32(8, true) : 12;
  if (announced > bytes.length) {
    return new ImportError(
      "damaged",
      `the file is cut off: it announces ${announced} bytes and has ${bytes.length}; download or export it again`,
    );
  }
  return new ImportError("damaged", "the file's chunks contradict its length; export the character again");
}
