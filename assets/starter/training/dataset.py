"""Read the rendered shards of a data folder as one set of images."""

import glob
import json
import os

import numpy as np
import torch

from landmarks import draw_landmarks
from render_dataset import CLOSE_TARGET, rendered_views


class Images:
    """colour (kind 0) and normal (kind 1) images of all shards, indexed 0..n-1; only rendered identities count."""

    def __init__(self, folder):
        self.color, self.normal, self.camera, self.landmarks, self.captions, self.identity = [], [], [], [], [], []
        start = 0
        for path in sorted(glob.glob(f"{folder}/camera_*.npy")):
            shard = os.path.basename(path)[len("camera_") : -len(".npy")]
            camera = np.load(path)
            landmarks = np.load(f"{folder}/landmarks_{shard}.npy", mmap_mode="r")
            views = len(camera) // len(landmarks)
            count = rendered_views(camera) // views * views
            self.color.append(np.load(f"{folder}/color_{shard}.npy", mmap_mode="r")[:count])
            self.normal.append(np.load(f"{folder}/normal_{shard}.npy", mmap_mode="r")[:count])
            self.camera.append(camera[:count])
            self.landmarks.append(np.array(landmarks[: count // views]))
            self.identity.append(start + np.arange(count) // views)
            start += count // views
            if os.path.exists(f"{folder}/captions_{shard}.json"):
                self.captions += json.load(open(f"{folder}/captions_{shard}.json"))[:count]
        self.offsets = np.cumsum([0] + [len(c) for c in self.color])
        self.camera, self.landmarks = np.concatenate(self.camera), np.concatenate(self.landmarks)
        self.identity = np.concatenate(self.identity)
        self.n = int(self.offsets[-1])

    def get(self, i, kind):
        """(128,128,3) uint8."""
        shard = int(np.searchsorted(self.offsets, i, "right")) - 1
        return (self.normal if kind else self.color)[shard][i - self.offsets[shard]]

    def landmark_map(self, i):
        """(128,128,3) float32: the landmarks of image i's head under its camera."""
        azimuth, elevation, fov, close = (float(v) for v in self.camera[i])
        target = CLOSE_TARGET if close else (0.0, 0.0, 0.0)
        return draw_landmarks(self.landmarks[self.identity[i]], azimuth, elevation, fov, target=target)


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
