"""From an archive of inputs to a pack in one command: renders, trains, exports and draws sample sheets.

Everything in between lies in the work folder. The same command goes on where an earlier one ended: stages that are
finished are skipped, rendering goes on with the next head and training from its last checkpoint. Ctrl-C ends it safely.
"""

import argparse
import contextlib
import glob
import json
import os
import re
import signal
import time

import numpy as np
import torch

from dataset import default_device
from pack_inputs import unpack
from render_dataset import VIEWS, rendered_views
from run_stage import Progress, clock, log_tail, run_all

# Share of --minutes that each training stage gets.
TEXT, WHOLE, CROPS, FOLD, PRIOR = 0.08, 0.11, 0.065, 0.01, 0.735
# A CPU wants small batches, most of whose latents are known; a GPU large ones, with all latents encoded beforehand.
CPU = {"whole": 8, "crops": 16, "prior": ["--batch", 32, "--fresh", 7]}
CUDA = {"whole": 64, "crops": 128, "prior": ["--batch", 256, "--fresh", 256, "--ema", 0.999]}
FIRST_SEED = 1001  # of the shards; lower seeds are left to held-out sets


def shards(identities):
    """(seed, identities) of each shard: small ones resume well, large ones start processes rarely."""
    size = min(250, max(10, identities // 16))
    return [(FIRST_SEED + k, min(size, identities - start)) for k, start in enumerate(range(0, identities, size))]


def stages(args):
    """[(name, minutes or None, [argv, …])] in order; commands of one stage may run beside each other."""
    work = args.work
    data, ae, text, prior = (f"{work}/{name}" for name in ("data", "ae.pt", "text.pt", "prior.pt"))
    mpfb, art = f"{work}/inputs/mpfb2", f"{work}/inputs/data"
    on, minutes = ["--device", args.device], args.minutes
    size = CUDA if args.device.startswith("cuda") else CPU
    render = ["render_dataset.py", "--mpfb", mpfb, "--data", art, "--out", data, "--resume"]
    train_ae = ["train_autoencoder.py", "--images", data, "--out", ae, *on]
    # Twice that rate undid what the weights had learnt before it taught them more.
    start = ["--start", args.start, "--rate", 5e-4] if args.start else []

    def autoencoder(name, share, *options):
        return name, share * minutes, [[*train_ae, "--minutes", share * minutes, *options]]

    out = [("render", None, [[*render, "--seed", seed, "--identities", n] for seed, n in shards(args.identities)])]
    if args.start:
        out.append(("start", None, [["pack_weights.py", "--pack", args.start, "--autoencoder", ae, "--text", text]]))
    else:
        out += [
            ("text", TEXT * minutes, [["train_text.py", "--out", text, "--minutes", TEXT * minutes, *on]]),
            autoencoder("autoencoder", WHOLE, "--batch", size["whole"]),
            autoencoder("crops", CROPS, "--crop", 64, "--batch", size["crops"], "--rate", 1.5e-3),
            autoencoder("fold", FOLD, "--crop", 64, "--batch", size["crops"], "--rate", 3e-4, "--fold"),
        ]
    seen = ["--images", data, "--autoencoder", ae]
    if size is CUDA:
        out.append(("encode", None, [["encode.py", *seen, "--text", text, *on]]))
    length = minutes if args.start else PRIOR * minutes
    train = ["train_prior.py", *seen, "--text", text, "--out", prior, "--minutes", length, "--save-every", 1, *size["prior"]]
    sheet = ["sample.py", *seen, "--text", text, "--prior", prior, "--out", f"{work}/samples.png", "--steps", 14, "--scale", 3, *on]
    return [
        *out,
        ("prior", length, [[*train, *start, *on]]),
        ("export", None, [["export.py", "--autoencoder", ae, "--text", text, "--prior", prior, "--out", args.out]]),
        ("reconstructions", None, [["sheet_reconstructions.py", *seen, "--out", f"{work}/reconstructions.png"]]),
        ("samples", None, [sheet]),
    ]


def rendered(data):
    """How many views lie in the shards of a folder."""
    views = 0
    for path in glob.glob(f"{data}/camera_*.npy"):
        with contextlib.suppress(ValueError, EOFError):  # a file that its process is just creating
            views += rendered_views(np.load(path))
    return views


def figures(log):
    """Last progress line of a script ("steps seconds s figures"), "" before the first."""
    return (re.findall(r"^\d+ .*$", log_tail(log), re.M) or [""])[-1]


def trained_seconds(log, began):
    """Seconds that a training script has trained, over all its runs: its last progress line's and those since."""
    found = re.match(r"\d+ (\d+) s ", figures(log))
    return int(found[1]) + time.time() - os.path.getmtime(log) if found else time.time() - began


class Plan:
    """plan.json of a work folder: what was asked for and which stages are finished."""

    def __init__(self, work, asked):
        self.path, self.done = f"{work}/plan.json", []
        if os.path.exists(self.path):
            with open(self.path) as file:
                before = json.load(file)
            for key, value in asked.items():
                if before["asked"].get(key) != value:
                    raise SystemExit(
                        f"--{key} {value}: {work} was begun with {before['asked'].get(key)}; give that, or another --work folder"
                    )
            self.done = before["done"]
        self.asked = asked
        self.save()

    def finish(self, stage):
        self.done.append(stage)
        self.save()

    def save(self):
        with open(f"{self.path}.tmp", "w") as file:
            json.dump({"asked": self.asked, "done": self.done}, file, indent=2)
        os.replace(f"{self.path}.tmp", self.path)


def run_one(stage, head, later, args, progress):
    """Run a stage; the line shows what it has left and, `later` seconds of training to come added, all of it."""
    name, minutes, commands = stage
    data, logs = f"{args.work}/data", [f"{args.work}/logs/{name}{k or ''}.log" for k in range(len(commands))]
    views, first, began = VIEWS * args.identities, rendered(data), time.time()

    def tick():
        left, last = None, figures(logs[0])[:60]
        if name == "render":
            now = rendered(data)
            left = (views - now) * (time.time() - began) / (now - first) if now > first else None
            last = f"{now} of {views} views"
        elif minutes:
            left = max(0.0, 60 * minutes - trained_seconds(logs[0], began))
        parts = [f"{clock(left)} left"] if left is not None else []
        parts += [f"{clock((left or 0) + later)} with all training to come"] if later else []
        progress.show(f"{head}: {', '.join([*parts, last])}")

    run_all(zip(logs, commands, strict=True), args.processes if name == "render" else 1, tick)
    progress.end(f"{head}: done in {clock(time.time() - began)}")


def run_stages(todo, args):
    """Run the stages that are not finished in the work folder yet."""
    plan, progress = Plan(args.work, {k: getattr(args, k) for k in ("identities", "minutes", "start", "out")}), Progress()
    for number, stage in enumerate(todo, 1):
        if stage[0] in plan.done:
            continue
        later = sum(60 * minutes for _, minutes, _ in todo[number:] if minutes)
        run_one(stage, f"[{number}/{len(todo)}] {stage[0]}", later, args, progress)
        plan.finish(stage[0])


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--inputs", required=True, help="archive of pack_inputs.py")
    a.add_argument("--out", required=True, help="pack folder to write")
    a.add_argument("--work", required=True, help="folder for renders, checkpoints, logs and sheets")
    a.add_argument("--minutes", type=float, required=True, help="of training, rendering not counted")
    a.add_argument("--identities", type=int, default=10000)
    a.add_argument("--start", help="pack folder to go on from: its autoencoder and sentence encoder stay, the prior gets all minutes")
    a.add_argument("--processes", type=int, default=os.cpu_count(), help="that render at a time")
    a.add_argument("--device", default=default_device())
    args = a.parse_args()
    for name in ("minutes", "identities", "processes"):
        if getattr(args, name) <= 0:
            raise SystemExit(f"--{name} {getattr(args, name)}: give a number above 0")
    if args.device.startswith("cuda") and not torch.cuda.is_available():
        raise SystemExit(f"--device {args.device}: PyTorch finds no CUDA device here; use --device cpu")
    if args.start and not os.path.isdir(f"{args.start}/unet"):
        raise SystemExit(f"--start {args.start}: no pack folder, it has no unet; leave it out to train from nothing")
    if not os.path.exists(args.inputs):
        raise SystemExit(f"--inputs {args.inputs}: no such archive; pack_inputs.py writes it")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for folder in ("data", "logs"):
        os.makedirs(f"{args.work}/{folder}", exist_ok=True)
    unpack(args.inputs, f"{args.work}/inputs")
    try:
        run_stages(stages(args), args)
    except KeyboardInterrupt:
        raise SystemExit("\nstopped; the same command goes on from here") from None
    print(f"{args.out}: the pack; {args.work}: samples.png, reconstructions.png, checkpoints")


if __name__ == "__main__":
    main()
