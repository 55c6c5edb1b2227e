"""Run training scripts as processes, several at a time, with one line of progress; none outlives the program."""

import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def clock(seconds):
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"


class Progress:
    """One status line: rewritten in place on a terminal, elsewhere printed every half minute."""

    def __init__(self):
        self.terminal, self.shown, self.width = sys.stdout.isatty(), 0.0, 0

    def show(self, text):
        if time.time() - self.shown < (1 if self.terminal else 30):
            return
        self.shown = time.time()
        print(f"\r{text:<{self.width}}" if self.terminal else text, end="" if self.terminal else "\n", flush=True)
        self.width = len(text)

    def end(self, text):
        self.shown = 0.0
        self.show(text)
        print() if self.terminal else None


def log_tail(path, size=4000):
    """Last lines of a log file, "" where there is none."""
    if not os.path.exists(path):
        return ""
    with open(path, "rb") as file:
        file.seek(max(0, os.path.getsize(path) - size))
        return file.read().decode(errors="replace")


def start(argv, log):
    """A training script as a process; both outputs go into the log."""
    with open(log, "w") as file:
        threads = {"OMP_NUM_THREADS": "1"} if argv[0] == "render_dataset.py" else {}
        argv = [sys.executable, f"{HERE}/{argv[0]}", *map(str, argv[1:])]
        return subprocess.Popen(argv, stdout=file, stderr=subprocess.STDOUT, env={**os.environ, **threads})


class Processes:
    """(log file, argv) pairs, run in order and `width` at a time. A failed one ends the program with the end of its log."""

    def __init__(self, commands, width):
        self.waiting, self.running, self.width = list(commands), {}, width

    def poll(self):
        """Start what may start; True while anything is left."""
        for log, process in list(self.running.items()):
            if process.poll() is not None:
                del self.running[log]
                if process.returncode:
                    raise SystemExit(f"\n{log_tail(log, 1500)}\n{log}: the command ended with status {process.returncode}")
        while self.waiting and len(self.running) < self.width:
            log, argv = self.waiting.pop(0)
            self.running[log] = start(argv, log)
        return bool(self.running)

    def stop(self):
        self.waiting = []
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.wait()
        self.running = {}


def run(log, argv, tick):
    """One command; tick() is called every second, and an end of the program ends it."""
    processes = Processes([(log, argv)], 1)
    try:
        while processes.poll():
            time.sleep(1)
            tick()
    finally:
        processes.stop()
