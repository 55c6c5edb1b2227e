"""Train the f8 autoencoder on colour and normal images; then fold per-channel latent statistics into its ends.

--fold freezes the encoder after folding and goes on with the decoder alone. --start goes on from a pack's autoencoder: its
encoder is frozen, so that the prior's latents stay, or held near what it was by --near. Then windows are looked at in which an
eye, the mouth or hair is, and around eyes, brows and mouths errors weigh more.
"""

import argparse
import copy
import math
import os
import time

import numpy as np
import torch
import torch.nn.functional as F

from dataset import Images, autocast, default_device, save_atomically, to_tensor
from models import autoencoder
from pack_weights import FILE, read_state
from raster import camera_matrix


def edges(x):
    return x[..., 1:] - x[..., :-1], x[..., 1:, :] - x[..., :-1, :]


def image_loss(y, x, weight):
    """L1, gradients at two scales (eyes and lips weigh more than flat skin) and mean colours of 8² blocks.

    weight (B,1,S,S): of each pixel in all but the last.
    """
    loss = ((y - x).abs() * weight).mean() + (F.avg_pool2d(y, 8) - F.avg_pool2d(x, 8)).abs().mean()
    for scale in (1, 2):
        a, b, w = (F.avg_pool2d(v, scale) if scale > 1 else v for v in (y, x, weight))
        for p, q, side in zip(edges(a), edges(b), (w[..., 1:], w[..., 1:, :]), strict=True):
            loss = loss + 0.5 * ((p - q).abs() * side).mean()
    return loss


def crop(image, size, rng, border=8):
    y, x = rng.integers(border, image.shape[0] - size - border + 1, 2)
    return image[y : y + size, x : x + size]


# Contours of MediaPipe's mesh around which a face is told: eyes with lashes and brows, lips.
FEATURES = {
    "right eye": (33, 133, 159, 145, 158, 153, 160, 144, 468, 105, 66),
    "left eye": (263, 362, 386, 374, 385, 380, 387, 373, 473, 334, 296),
    "mouth": (61, 291, 0, 17, 13, 14, 40, 270, 91, 321),
}
REACH, EXTRA = 0.045, 4  # head units around a landmark in which an error weighs so much more
CELL, WINDOW = 8, 12  # pixels of a latent cell; cells that are decoded: at their rim one is not looked at, unless the picture ends there


def features_of(images, i):
    """Landmarks of view i's eyes and mouth that face it, in pixels, (N,2), and how many pixels a head unit has there."""
    (shard, row), camera = images.at(i), [float(v) for v in images.camera(i)]
    rotation, eye, focal = camera_matrix(*camera[:3], target=camera[4:])
    points, side = shard.landmarks[row // shard.views], math.sin(math.radians(camera[0]))
    if math.cos(math.radians(camera[0])) < 0.2:
        return np.zeros((0, 2)), 1
    names = [name for name in FEATURES if not (side > 0.7 and name == "right eye" or side < -0.7 and name == "left eye")]
    seen = (points[[k for name in names for k in FEATURES[name]]] - eye) @ rotation.T
    scale = 64 * focal / -seen[:, 2:]
    return np.concatenate([64 + scale * seen[:, :1], 64 - scale * seen[:, 1:2]], 1), float(scale.mean())


def feature_weights(points, scale):
    """(128,128) 1, and more around (N,2) points."""
    weight, across = np.ones((128, 128), np.float32), np.arange(128) + 0.5
    for x, y in points:
        near = np.exp(-((across - x) ** 2)[None] / (2 * (REACH * scale) ** 2) - ((across - y) ** 2)[:, None] / (2 * (REACH * scale) ** 2))
        np.maximum(weight, 1 + EXTRA * near, out=weight)
    return weight


def draw_windows(images, rng, count):
    """Pictures with the weights of their pixels, and where a window of each begins, in cells: half of them around a feature."""
    pictures, weights, corners, most = [], [], [], 128 // CELL - WINDOW
    while len(pictures) < count:
        i = int(rng.integers(images.n))
        points, scale = features_of(images, i)
        inside = points[((points > 4) & (points < 124)).all(1)]
        if not len(inside) and rng.random() < 0.5:
            continue
        middle = inside[rng.integers(len(inside))] if len(inside) and rng.random() < 0.7 else rng.uniform(24, 104, 2)
        corner = np.clip(np.round(middle / CELL - WINDOW / 2 + rng.uniform(-2, 2, 2)), 0, most).astype(int)
        pictures.append(images.get(i, len(pictures) % 2))
        weights.append(feature_weights(points, scale))
        corners.append(corner[::-1])
    return pictures, weights, corners


def windows(batch, corners, cell):
    """(B,C,S,S) → the windows that begin at `corners`."""
    at = [(k, y * cell, x * cell) for k, (y, x) in enumerate(corners)]
    return torch.stack([batch[k, :, y : y + WINDOW * cell, x : x + WINDOW * cell] for k, y, x in at])


def looked_at(corners):
    """(B,1,S,S) 1 where what is decoded of a window is what is decoded of the whole picture, or nearly."""
    whole = torch.zeros(len(corners), 1, 128, 128)
    for k, (y, x) in enumerate(corners):
        top, left = (0 if v == 0 else CELL * (v + 1) for v in (y, x))
        bottom, right = (128 if v == 128 // CELL - WINDOW else CELL * (v + WINDOW - 1) for v in (y, x))
        whole[k, :, top:bottom, left:right] = 1
    return windows(whole, corners, CELL)


def start_from(pack, model):
    """Take a pack's weights; blocks of the decoder that it lacks begin as nothing."""
    state = read_state(f"{pack}/vae/{FILE}")
    new = [name for name in model.state_dict() if name not in state]
    model.load_state_dict(state, strict=False)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name in new and ".norm." in name:
                parameter.zero_()
    print("new:", len(new), "tensors", flush=True)


@torch.no_grad()
def fold(model, images, device, count=1024):
    """Scale conv_out of the encoder so that latents have zero mean, unit variance per channel; undo it in the decoder."""
    rng, z = np.random.default_rng(0), []
    for _ in range(count // 32):
        batch = [images.get(rng.integers(images.n), k % 2) for k in range(32)]
        z.append(model.encode(to_tensor(batch, device)).latent.float())
    z = torch.cat(z)
    mean, std = z.mean((0, 2, 3)), z.std((0, 2, 3))
    out, into = model.encoder.conv_out, model.decoder.conv_in
    out.weight.div_(std[:, None, None, None])
    out.bias.sub_(mean).div_(std)
    into.bias.add_((into.weight * mean[None, :, None, None]).sum((1, 2, 3)))
    into.weight.mul_(std[None, :, None, None])
    print("folded: mean", mean.abs().max().item(), "std", std.min().item(), std.max().item(), flush=True)


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--images", required=True)
    a.add_argument("--out", required=True, help="checkpoint file, resumed when it exists")
    a.add_argument("--minutes", type=float, default=20)
    a.add_argument("--batch", type=int, default=8)
    a.add_argument("--rate", type=float, default=8e-4)
    a.add_argument("--crop", type=int, default=0, help="train on random crops of this size from the middle of the image")
    a.add_argument("--fold", action="store_true")
    a.add_argument("--start", help="pack folder whose autoencoder to go on from, its encoder frozen")
    a.add_argument("--near", type=float, help="with --start: train the encoder too; weight of how far its latents move")
    a.add_argument("--device", default=default_device())
    args = a.parse_args()
    torch.manual_seed(0)
    model = autoencoder().to(args.device, memory_format=torch.channels_last)
    state = {"steps": 0, "seconds": 0.0}
    if args.start:
        start_from(args.start, model)
    before = copy.deepcopy(model).requires_grad_(False)
    if os.path.exists(args.out):
        state = torch.load(args.out, map_location=args.device)
        model.load_state_dict(state.pop("model"))
    images = Images(args.images)
    print(images.n, "views", sum(p.numel() for p in model.parameters()) / 1e6, "M parameters", flush=True)
    if args.fold:
        fold(model, images, args.device)
    if args.fold or (args.start and args.near is None):
        model.encoder.requires_grad_(False)
    weights = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(weights, args.rate, weight_decay=0, betas=(0.9, 0.99))
    rng, t0, run, it, saved = np.random.default_rng(state["steps"] + 1), time.time(), None, 0, time.time()

    def checkpoint():
        seconds = state["seconds"] + time.time() - t0
        save_atomically({"model": model.state_dict(), "steps": state["steps"] + it, "seconds": seconds}, args.out)

    def whole_loss():
        """Of pictures or crops, latents in the middle of noise."""
        batch = [images.get(rng.integers(images.n), k % 2) for k in range(args.batch)]
        if args.crop:
            batch = [crop(image, args.crop, rng) for image in batch]
        x = to_tensor(batch, args.device)
        with autocast(args.device):
            z = model.encode(x).latent
            y = model.decode(z + 0.05 * torch.randn_like(z)).sample
        y, z = y.float(), z.float()
        spread = (z.mean((0, 2, 3)) ** 2).mean() + ((z.std((0, 2, 3)) - 1) ** 2).mean()
        return y, x, image_loss(y, x, torch.ones_like(x[:, :1])) + (0 if args.fold else 0.01) * spread

    def window_loss():
        """Of windows of latents that are as good as exact, or as noisy as a sampler leaves them."""
        pictures, maps, corners = draw_windows(images, rng, args.batch)
        whole = to_tensor(pictures, args.device)
        with autocast(args.device):
            with torch.no_grad():
                old = before.encode(whole).latent
            z = model.encode(whole).latent if args.near is not None else old
            noise = torch.from_numpy(0.2 * rng.random((len(z), 1, 1, 1)) ** 3).to(z)
            y = model.decode(windows(z + noise * torch.randn_like(z), corners, 1)).sample
        x, inside = windows(whole, corners, CELL), looked_at(corners).to(args.device)
        y = torch.where(inside > 0, y.float(), x)
        weight = windows(torch.from_numpy(np.stack(maps))[:, None].to(args.device), corners, CELL)
        moved = 0 if args.near is None else args.near * F.mse_loss(z.float(), old.float())
        return y, x, image_loss(y, x, weight) + moved

    while (fraction := (time.time() - t0) / (60 * args.minutes)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = args.rate * min(1, (it + 1) / 60) * (0.5 + 0.5 * math.cos(math.pi * fraction)) + 1e-6
        y, x, loss = window_loss() if args.start else whole_loss()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        it += 1
        error = F.mse_loss(y, x).item()
        run = error if run is None else 0.98 * run + 0.02 * error
        if it % 50 == 0:
            speed = it * args.batch / (time.time() - t0)
            print(it, f"{time.time() - t0:.0f} s psnr {10 * math.log10(4 / run):.2f} {speed:.1f} images/s", flush=True)
        if time.time() - saved > 60:
            checkpoint()
            saved = time.time()
    checkpoint()


if __name__ == "__main__":
    main()
