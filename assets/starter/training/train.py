"""From an archive of inputs to a pack in one command: renders while it trains, exports packs and draws sample sheets.

Everything in between lies in the work folder. The same command goes on where an earlier one ended: stages that are finished
are skipped, rendering goes on with the next head and training from its last checkpoint. Ctrl-C ends it safely.
"""

import argparse
import json
import os
import re
import signal
import time

import torch

from dataset import Images, default_device
from pack_inputs import unpack
from run_stage import Processes, Progress, clock, log_tail, run

# Share of --minutes that each training stage gets; with --start the first four fall away.
TEXT, WHOLE, CROPS, FOLD, PRIOR, LANDMARKS = 0.08, 0.11, 0.065, 0.01, 0.62, 0.115
# Most of a CPU's latents are known, a GPU encodes as fast as it is rendered.
CPU = {"whole": 8, "crops": 16, "prior": ["--batch", 64, "--fresh", 4]}
CUDA = {"whole": 64, "crops": 128, "prior": ["--batch", 512, "--fresh", 512]}
FIRST_SEED = 1001  # of the shards; lower seeds are left to held-out sets
SHARD = 25  # heads


def renders(args):
    """Commands of all shards."""
    source = ["--mpfb", f"{args.work}/inputs/mpfb2", "--data", f"{args.work}/inputs/data", "--out", f"{args.work}/data", "--resume"]
    heads = [min(SHARD, args.identities - start) for start in range(0, args.identities, SHARD)]
    seeds = enumerate(heads, FIRST_SEED)
    return [(f"{args.work}/logs/render{s}.log", ["render_dataset.py", *source, "--seed", s, "--identities", n]) for s, n in seeds]


def stages(args):
    """[(name, minutes or None, argv)] in order."""
    work, on, minutes = args.work, ["--device", args.device], args.minutes
    data, ae, text, prior = (f"{work}/{name}" for name in ("data", "ae.pt", "text.pt", "prior.pt"))
    size = CUDA if args.device.startswith("cuda") else CPU
    out, total = [], PRIOR + LANDMARKS if args.start else 1

    def stage(name, share, script, *options):
        spent = share * minutes / total
        out.append((name, spent, [script, *options, "--minutes", spent, *on]))

    if args.start:
        out.append(("parts", None, ["export.py", "--pack", args.start, "--out", args.out]))
    else:
        ends = ["train_autoencoder.py", "--images", data, "--out", ae]
        stage("text", TEXT, "train_text.py", "--out", text)
        stage("autoencoder", WHOLE, *ends, "--batch", size["whole"])
        stage("crops", CROPS, *ends, "--crop", 64, "--batch", size["crops"], "--rate", 1.5e-3)
        stage("fold", FOLD, *ends, "--crop", 64, "--batch", size["crops"], "--rate", 3e-4, "--fold")
        out.append(("parts", None, ["export.py", "--autoencoder", ae, "--text", text, "--out", args.out]))
    train = ["train_prior.py", "--images", data, "--out", prior, "--save-every", 1, *size["prior"]]
    start = ["--pack", args.start, "--start", "--rate", 5e-4] if args.start else ["--pack", args.out]
    stage("prior", PRIOR, *train, *start)
    stage("landmarks", LANDMARKS, *train, *start, "--landmarks")
    out += [
        ("export", None, ["export.py", "--prior", prior, "--out", args.out]),
        ("samples", None, ["sample.py", "--prior", prior, "--pack", args.out, "--out", f"{work}/samples.png", "--steps", 14, "--scale", 3, *on]),
        ("reconstructions", None, ["sheet_reconstructions.py", "--images", data, "--pack", args.out, "--out", f"{work}/reconstructions.png"]),
    ]  # fmt: skip
    return out


def figures(log):
    """Last progress line of a script ("steps seconds s figures"), "" before the first."""
    return (re.findall(r"^\d+ .*$", log_tail(log), re.M) or [""])[-1]


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


class Publisher:
    """Exports what the prior has learnt so far, every two minutes and beside training."""

    def __init__(self, prior, folder, log):
        self.command = [(log, ["export.py", "--prior", prior, "--only-prior", "--out", folder])]
        self.prior, self.folder, self.process, self.last = prior, folder, Processes([], 1), time.time()

    def poll(self, every=120):
        if self.folder and not self.process.poll() and time.time() - self.last > every and os.path.exists(self.prior):
            self.last, self.process = time.time(), Processes(self.command, 1)


def run_stages(todo, args):
    """Run the stages that are not finished in the work folder yet; render and publish meanwhile."""
    plan, progress = Plan(args.work, {k: getattr(args, k) for k in ("identities", "minutes", "start", "out")}), Progress()
    render, images = Processes(renders(args), args.processes), Images(f"{args.work}/data")
    publisher = Publisher(f"{args.work}/prior.pt", args.publish, f"{args.work}/logs/publish.log")

    def tick(head, log=None):
        render.poll()
        publisher.poll()
        images.refresh()
        progress.show(f"{head}: {figures(log)[:90] if log else ''}, {images.n} views rendered")

    try:
        while not images.n:
            tick("first views")
            time.sleep(1)
        for number, (name, minutes, argv) in enumerate(todo, 1):
            if name in plan.done:
                continue
            log, began, head = f"{args.work}/logs/{name}.log", time.time(), f"[{number}/{len(todo)}] {name}"
            head += f" of {clock(60 * minutes)}" if minutes else ""
            run(log, argv, lambda head=head, log=log: tick(head, log))
            plan.finish(name)
            progress.end(f"{head}: done in {clock(time.time() - began)}; {figures(log)}")
        publisher.poll(every=0)
        while publisher.process.poll():
            time.sleep(0.2)
    finally:
        render.stop()
        publisher.process.stop()


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--inputs", required=True, help="archive of pack_inputs.py")
    a.add_argument("--out", required=True, help="pack folder to write")
    a.add_argument("--work", required=True, help="folder for renders, checkpoints, logs and sheets")
    a.add_argument("--minutes", type=float, required=True, help="of training")
    a.add_argument("--identities", type=int, default=10000, help="heads to render at most; rendering ends with training")
    a.add_argument("--start", help="pack folder to go on from: its autoencoder and sentence encoder stay, the prior gets all minutes")
    a.add_argument("--publish", help="folder that gets UNet and ControlNet every two minutes")
    a.add_argument("--processes", type=int, default=max(1, os.cpu_count() - 2), help="that render at a time")
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
