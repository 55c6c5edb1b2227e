"""Train the UNet on rendered views while more are rendered: v-prediction, two weight averages, resumable.

Half colours, half normal maps; a third each whole heads, faces and details. 10 % of the samples are unconditional and 10 %
degraded with negative words. What is known, of colours the normal map and of a normal map that of the bare skin, is left out
of 15 % and blurred in 20 %, so that the text still rules. --landmarks trains the ControlNet to a UNet that stays as it is.
"""

import argparse
import copy
import os
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
import torch.nn.functional as F

from dataset import autocast, camera_features, default_device, save_atomically
from encode import BARE, COLOR, LOW, NORMAL, TEXTS, Cache
from models import Prior, autoencoder, noise_schedule
from muon import optimisers
from pack_weights import FILE, load_pack, read_state
from text import TextEncoder

EMA = (0.995, 0.9995)  # a short memory and a long one; the export takes the better
UNCONDITIONAL, DEGRADED, UNKNOWN, BLURRED, NO_LANDMARKS = 0.1, 0.1, 0.15, 0.2, 0.15
NOISY = 0.4  # share of the timesteps from 600 to 999, where a sample's colours are settled by the text


class Batches:
    """Random batches of what has been encoded, which grows by `fresh` views a batch as long as there are more."""

    def __init__(self, cache, device, seed, fresh, landmarks=False):
        self.cache, self.device, self.rng, self.fresh, self.landmarks = cache, device, np.random.default_rng(seed), fresh, landmarks
        self.waiting, self.taken, self.looked = [], 0, 0.0
        self.frames, self.low = ([], [], []), []  # encoded views by what they show; those with a degraded image
        self.grow(len([i for i in range(cache.images.n) if cache.rows(i)[0][COLOR, 0, 8, 8]]) or 64)

    def grow(self, count):
        """Encode and take in up to `count` more views; those that an earlier run has encoded come first."""
        images = self.cache.images
        if len(self.waiting) < count and time.time() - self.looked > 10:
            self.looked = time.time()
            images.refresh()
            new = self.rng.permutation(np.arange(self.taken, images.n)).tolist()
            self.waiting = sorted(new, key=lambda i: not self.cache.rows(i)[0][COLOR, 0, 8, 8]) + self.waiting
            self.taken = images.n
        part, self.waiting = self.waiting[:count], self.waiting[count:]
        for start in range(0, len(part), 64):
            self.cache.fill(part[start : start + 64])
        for i in part:
            self.frames[min(2, int(images.camera(i)[3]))].append(i)
            if self.cache.low_kind(i) is not None:
                self.low.append(i)

    def pick(self):
        """(view, which of its images)."""
        rng = self.rng
        if rng.random() < DEGRADED:
            return self.low[rng.integers(len(self.low))], LOW
        frame = self.frames[rng.integers(3)]
        return frame[rng.integers(len(frame))], rng.integers(2)

    def draw(self, size):
        """x (B,C,16,16), tokens, camera, known, landmark maps or None: a batch on the device."""
        self.grow(self.fresh)
        rng, cache, none, columns = self.rng, self.cache, self.cache.none, []
        for view, which in (self.pick() for _ in range(size)):
            latents, text = cache.rows(view)
            kind = cache.low_kind(view) if which == LOW else which
            tokens = none if rng.random() < UNCONDITIONAL else text[TEXTS.index(which)]
            columns.append((latents[which], tokens, camera_features(cache.images.camera(view)), latents[BARE if kind == NORMAL else NORMAL]))
            if self.landmarks:
                shown = cache.images.landmark_map(view).transpose(2, 0, 1)
                columns[-1] += (shown * (rng.random() >= NO_LANDMARKS),)
        send = lambda a: pinned(np.stack(a), self.device).float()  # noqa: E731
        x, tokens, camera, known, *maps = (send(a) for a in zip(*columns, strict=True))
        known = weaken(known, torch.from_numpy(rng.random((2, size), np.float32)).to(self.device))
        last = torch.channels_last
        maps = maps[0].contiguous(memory_format=last) if maps else None
        return x.contiguous(memory_format=last), tokens, camera, known.contiguous(memory_format=last), maps


def pinned(array, device):
    tensor = torch.from_numpy(array)
    return tensor.pin_memory().to(device, non_blocking=True) if device.startswith("cuda") else tensor


def weaken(known, chance):
    """Blurs some latents (B,C,16,16) of what is known and zeroes others. chance: (2,B) uniform numbers."""
    drop, width = chance
    soft = F.avg_pool2d(known, 3, 1, 1, count_include_pad=False)
    softer = F.avg_pool2d(soft, 5, 1, 2, count_include_pad=False)
    mask = lambda m: m.view(-1, 1, 1, 1)  # noqa: E731
    blurred = torch.where(mask(width < 0.5), soft, softer)
    return torch.where(mask(drop < UNKNOWN + BLURRED), blurred, known) * mask(drop >= UNKNOWN)


def timesteps(count, device):
    """Logit-normal, most of them in the middle of the schedule, where distillation asks; NOISY of them even, where sampling begins."""
    middle = torch.sigmoid(torch.randn(count, device=device)) * 1000
    noisy = 600 + 400 * torch.rand(count, device=device)
    return torch.where(torch.rand(count, device=device) < NOISY, noisy, middle).long().clamp(20, 999)


def v_error(model, x, t, alphas, *given):
    """Squared error of the v prediction of x (B,C,·,·) noised to t (B,), a mean each, and the signal-to-noise ratios."""
    alpha = alphas[t].view(-1, 1, 1, 1)
    noise = torch.randn_like(x)
    noisy, v = alpha.sqrt() * x + (1 - alpha).sqrt() * noise, alpha.sqrt() * noise - (1 - alpha).sqrt() * x
    with autocast(x.device.type):
        predicted = model(noisy, t, *given)
    return ((predicted.float() - v) ** 2).mean((1, 2, 3)), (alpha / (1 - alpha)).view(-1)


class Averages:
    """Exponential averages of a network's weights, by decay; none looks back further than the run is long."""

    def __init__(self, model):
        self.models = {decay: copy.deepcopy(model).requires_grad_(False).eval() for decay in EMA}

    @torch.no_grad()
    def update(self, model, steps):
        for decay, average in self.models.items():
            weight = 1 - min(decay, (1 + steps) / (10 + steps))
            torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), weight)

    def state_dict(self):
        return {decay: model.state_dict() for decay, model in self.models.items()}

    def load_state_dict(self, state):
        for decay, model in self.models.items():
            model.load_state_dict(state[decay])


@torch.no_grad()
def start_from(pack, model):
    """The weights of a pack, whose UNet may see and be told less: inputs that it does not know start at zero."""
    state = read_state(f"{pack}/unet/{FILE}")
    for name, own in model.unet.state_dict().items():
        own.zero_()[tuple(map(slice, state[name].shape))] = state[name]
    if os.path.isdir(f"{pack}/controlnet"):
        load_pack(pack, "controlnet", model.controlnet)


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--images", required=True, help="folder of rendered shards, which may grow; latents and texts are cached there")
    a.add_argument("--pack", required=True, help="pack folder: autoencoder and sentence encoder")
    a.add_argument("--start", action="store_true", help="a new run starts from the weights of --pack")
    a.add_argument("--landmarks", action="store_true", help="train the ControlNet alone, to the UNet of the checkpoint")
    a.add_argument("--out", required=True, help="checkpoint, resumed when it exists")
    a.add_argument("--minutes", type=float, default=60, help="whole run, over all resumes; sets the learning rate's decay")
    a.add_argument("--batch", type=int, default=64)
    a.add_argument("--fresh", type=int, default=4, help="views encoded anew for a batch")
    a.add_argument("--rate", type=float, default=1e-3)
    a.add_argument("--save-every", type=float, default=2, help="minutes")
    a.add_argument("--compile", action="store_true", help="minutes of compiling first")
    a.add_argument("--device", default=default_device())
    args = a.parse_args()
    torch.manual_seed(0)
    torch.set_flush_denormal(True)
    device = args.device
    torch.backends.cudnn.benchmark = True
    encoder = TextEncoder(device, args.pack)
    vae = load_pack(args.pack, "vae", autoencoder()).to(device, memory_format=torch.channels_last).eval()
    model = Prior()
    if args.start:
        start_from(args.pack, model)
    model = model.to(device, memory_format=torch.channels_last)
    model.requires_grad_(False)
    trained = (model.controlnet if args.landmarks else model.unet).requires_grad_(True)
    averages, steppers = Averages(model), optimisers(trained, args.rate)
    steps, samples, seconds = 0, 0, 0.0
    if os.path.exists(args.out):
        state = torch.load(args.out, map_location=device)
        model.load_state_dict(state["model"])
        averages.load_state_dict(state["ema"])
        if state["landmarks"] == args.landmarks:
            for stepper, s in zip(steppers, state["optimisers"], strict=True):
                stepper.load_state_dict(s)
            steps, samples, seconds = state["steps"], state["samples"], state["seconds"]
        torch.manual_seed(steps)
    batches = Batches(Cache(args.images, vae, encoder, device), device, steps, args.fresh, args.landmarks)
    alphas = noise_schedule().alphas_cumprod.to(device)
    print(batches.cache.images.n, "views", sum(p.numel() for p in trained.parameters()) / 1e6, "M parameters", flush=True)
    network = torch.compile(model) if args.compile else model
    start, saved, run = time.time() - seconds, time.time(), None
    ahead = ThreadPoolExecutor(1, initializer=torch.set_num_threads, initargs=(1,))
    upcoming = ahead.submit(batches.draw, args.batch)

    def checkpoint():
        state = {"model": model.state_dict(), "ema": averages.state_dict(), "optimisers": [s.state_dict() for s in steppers]}
        state |= {"steps": steps, "samples": samples, "seconds": time.time() - start, "landmarks": args.landmarks}
        save_atomically(state, args.out)

    while (fraction := (time.time() - start) / (60 * args.minutes)) < 1:
        for group in (g for s in steppers for g in s.param_groups):
            group["lr"] = args.rate * min(1, (steps + 1) / 50, 5 * (1 - fraction))  # falls in the last fifth
        x, *given = upcoming.result()
        upcoming = ahead.submit(batches.draw, args.batch)
        error, snr = v_error(network, x, timesteps(len(x), device), alphas, *given)
        # Nearly clean latents teach little and are noisy to learn from: their weight falls as min-SNR's would. Noisy
        # ones keep full weight, unlike min-SNR's, or layout and pose are hardly learned in a short run.
        loss = ((5 / (snr + 1)).clamp(max=1) * error).mean()
        for stepper in steppers:
            stepper.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained.parameters(), 1.0)
        for stepper in steppers:
            stepper.step()
        steps, samples = steps + 1, samples + len(x)
        averages.update(model, steps)
        run = error.mean().detach() if run is None else 0.99 * run + 0.01 * error.mean().detach()
        if steps % 25 == 0:
            elapsed = time.time() - start
            figures = f"v-loss {run.item():.4f} {samples} samples {samples / elapsed:.1f}/s"
            print(steps, f"{elapsed:.0f} s {figures} {time.process_time():.0f} CPU s", sum(map(len, batches.frames)), "views", flush=True)
        if time.time() - saved > 60 * args.save_every:
            checkpoint()
            saved = time.time()
    checkpoint()


if __name__ == "__main__":
    main()
