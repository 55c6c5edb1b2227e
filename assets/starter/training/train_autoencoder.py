"""Train the f8 autoencoder on colour and normal images; then fold per-channel latent statistics into its ends.

--fold freezes the encoder after folding and goes on with the decoder alone.
"""

import argparse
import math
import os
import time

import numpy as np
import torch
import torch.nn.functional as F

from dataset import Images, autocast, default_device, save_atomically, to_tensor
from models import autoencoder


def edges(x):
    return x[..., 1:] - x[..., :-1], x[..., 1:, :] - x[..., :-1, :]


def image_loss(y, x):
    """L1, gradients at two scales (eyes and lips weigh more than flat skin) and mean colours of 8² blocks."""
    loss = (y - x).abs().mean() + (F.avg_pool2d(y, 8) - F.avg_pool2d(x, 8)).abs().mean()
    for scale in (1, 2):
        a, b = (F.avg_pool2d(v, scale) if scale > 1 else v for v in (y, x))
        loss = loss + 0.5 * sum((p - q).abs().mean() for p, q in zip(edges(a), edges(b), strict=True))
    return loss


def crop(image, size, rng, border=8):
    y, x = rng.integers(border, image.shape[0] - size - border + 1, 2)
    return image[y : y + size, x : x + size]


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
    a.add_argument("--device", default=default_device())
    args = a.parse_args()
    torch.manual_seed(0)
    model = autoencoder().to(args.device, memory_format=torch.channels_last)
    state = {"steps": 0, "seconds": 0.0}
    if os.path.exists(args.out):
        state = torch.load(args.out, map_location=args.device)
        model.load_state_dict(state.pop("model"))
    images = Images(args.images)
    print(images.n, "views", sum(p.numel() for p in model.parameters()) / 1e6, "M parameters", flush=True)
    if args.fold:
        fold(model, images, args.device)
        model.encoder.requires_grad_(False)
    weights = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(weights, args.rate, weight_decay=0, betas=(0.9, 0.99))
    rng, t0, run, it, saved = np.random.default_rng(state["steps"] + 1), time.time(), None, 0, time.time()

    def checkpoint():
        seconds = state["seconds"] + time.time() - t0
        save_atomically({"model": model.state_dict(), "steps": state["steps"] + it, "seconds": seconds}, args.out)

    while (fraction := (time.time() - t0) / (60 * args.minutes)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = args.rate * min(1, (it + 1) / 60) * (0.5 + 0.5 * math.cos(math.pi * fraction)) + 1e-6
        batch = [images.get(rng.integers(images.n), k % 2) for k in range(args.batch)]
        if args.crop:
            batch = [crop(image, args.crop, rng) for image in batch]
        x = to_tensor(batch, args.device)
        with autocast(args.device):
            z = model.encode(x).latent
            y = model.decode(z + 0.05 * torch.randn_like(z)).sample
        y, z = y.float(), z.float()
        spread = (z.mean((0, 2, 3)) ** 2).mean() + ((z.std((0, 2, 3)) - 1) ** 2).mean()
        loss = image_loss(y, x) + (0 if args.fold else 0.01) * spread
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
