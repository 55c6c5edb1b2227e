"""Ears of elves, goblins and cats: the base mesh's ears, drawn out."""

from __future__ import annotations

import numpy as np

# Where the left ear is rooted, how far from there it is wholly ear, and half its height (head space of the average).
ROOT, HALF = np.array([0.4, -0.11, 0.02]), 0.16


def creature_ears(points: np.ndarray, ears: np.ndarray) -> dict[str, np.ndarray]:
    """Offsets [V,3] by morph. `points` [V,3] average head, `ears` [V] 0..1: how much a vertex belongs to an ear."""
    side = np.where(points[:, :1] < 0, -1.0, 1.0)
    local = points * np.concatenate([side, np.ones((len(points), 2))], 1) - ROOT
    high = np.clip(local[:, 1] / HALF, -1, 1)  # −1 lobe, 1 top
    up = np.clip((high + 0.35) / 1.35, 0, 1)[:, None]
    weight = ears[:, None]
    middle = local[:, 2:3] + 0.06

    def moved(target: np.ndarray) -> np.ndarray:
        delta = weight * (target - local)
        delta[:, :1] *= side
        return delta

    # A long tip, up and back, narrowing.
    elf = local + up**2 * np.array([0.06, 0.2, -0.13])
    elf[:, 2:3] -= 0.75 * up**3 * middle
    # Turned out to the side, long and broad; tip a little up and back.
    turn = np.radians(62)
    goblin = local * (1, 1.05, 1.25)
    goblin[:, :2] = goblin[:, :2] @ np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    goblin += np.array([0.05, 0.0, 0.0]) + up**1.3 * np.array([0.22, 0.1, -0.1])
    goblin[:, 2:3] -= 0.45 * up**2 * middle
    # Upright triangles, broad at the base, open to the front.
    cat = local * (1, 1, 1.5) + (0.3 + 0.7 * (high[:, None] + 1) / 2) * np.array([-0.02, 0.16, 0.0])
    cat = cat + up**1.5 * np.array([0.05, 0.22, 0.02])
    cat[:, 2:3] -= 0.85 * up**2 * middle
    return {"elfEars": moved(elf), "goblinEars": moved(goblin), "catEars": moved(cat)}
