"""Read the rendered shards of a data folder as one set of images."""

import glob
import json
import math
import os

import numpy as np
import torch

from landmarks import draw_landmarks
from raster import camera_matrix
from render_dataset import rendered_views

KINDS = ("color", "normal", "bare")


class Shard:
    """One finished shard: images by kind, cameras, landmarks, captions."""

    def __init__(self, folder, name):
        self.images = [np.load(f"{folder}/{kind}_{name}.npy", mmap_mode="r") for kind in KINDS]
        self.camera, self.landmarks = np.load(f"{folder}/camera_{name}.npy"), np.load(f"{folder}/landmarks_{name}.npy")
        with open(f"{folder}/captions_{name}.json") as file:
            self.captions = json.load(file)
        self.name, self.n, self.views = name, len(self.camera), len(self.camera) // len(self.landmarks)


class Images:
    """Views of all finished shards, numbered 0..n-1 as shards are found; each is a colour image, a normal map and a bare one."""

    def __init__(self, folder):
        self.folder, self.shards, self.offsets, self.n = folder, [], [0], 0
        self.refresh()

    def refresh(self):
        """Take in what has been rendered since; True where anything has."""
        known, before = {shard.name for shard in self.shards}, self.n
        for path in sorted(glob.glob(f"{self.folder}/camera_*.npy")):
            name = os.path.basename(path)[len("camera_") : -len(".npy")]
            if name not in known and is_finished(path):
                self.shards.append(Shard(self.folder, name))
                self.n += self.shards[-1].n
                self.offsets.append(self.n)
        return self.n > before

    def at(self, i):
        """(shard, row in it) of view i."""
        k = int(np.searchsorted(self.offsets, i, "right")) - 1
        return self.shards[k], i - self.offsets[k]

    def get(self, i, kind):
        """(128,128,3) uint8."""
        shard, row = self.at(i)
        return shard.images[kind][row]

    def camera(self, i):
        """(7,): azimuth, elevation, fov, index in FRAMES, target."""
        shard, row = self.at(i)
        return shard.camera[row]

    def captions(self, i):
        shard, row = self.at(i)
        return shard.captions[row]

    def landmark_map(self, i):
        """(128,128,3) float32: the landmarks of view i's head under its camera."""
        (shard, row), camera = self.at(i), [float(v) for v in self.camera(i)]
        return draw_landmarks(shard.landmarks[row // shard.views], *camera[:3], target=camera[4:])


def is_finished(path):
    """Whether every view of a shard is there, from its camera file."""
    try:
        camera = np.load(path, mmap_mode="r")
    except (ValueError, EOFError):  # its process is just creating it
        return False
    return rendered_views(camera) == len(camera)


def camera_features(camera):
    """What the network is told of a camera (7,) in degrees: (6,) float32.

    Direction (sine and cosine of the azimuth, elevation / 45°), then where the head's origin lies in the frame, in frames to
    the right of and above its middle, and the binary logarithm of how many half frames a unit of length there spans.
    """
    azimuth, elevation, fov = (float(v) for v in camera[:3])
    rotation, eye, focal = camera_matrix(azimuth, elevation, fov, target=[float(v) for v in camera[4:]])
    x, y, z = rotation @ -eye
    scale = focal / -z
    a = math.radians(azimuth)
    return np.array([math.sin(a), math.cos(a), elevation / 45, scale * x / 2, scale * y / 2, math.log2(scale)], np.float32)


def to_tensor(batch, device):
    """List of uint8 images → (B,3,S,S) in −1..1, channels last."""
    x = torch.from_numpy(np.stack(batch)).to(device).permute(0, 3, 1, 2)
    return (x.float() / 127.5 - 1).contiguous(memory_format=torch.channels_last)


def default_device():
    return "cuda" if torch.cuda.is_available() else "cpu"


def autocast(device):
    """bfloat16 where the hardware has it; elsewhere it would be emulated, many times slower than float32."""
    fast = device.startswith("cuda") or torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return torch.autocast("cuda" if device.startswith("cuda") else "cpu", torch.bfloat16, enabled=fast)


def save_atomically(value, path):
    """torch.save to a temporary name, then rename."""
    torch.save(value, path + ".tmp")
    os.replace(path + ".tmp", path)
