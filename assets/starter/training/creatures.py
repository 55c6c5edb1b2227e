"""Shape targets and head-space deformations of creatures."""

import numpy as np


def creature_targets(spec):
    """Extra shape targets of a creature."""
    return {
        "orc": {"chin/chin-prognathism-incr": 0.9, "chin/chin-width-incr": 1.2, "chin/chin-bones-incr": 1.0, "eyebrows/eyebrows-trans-forward": 1.0, "eyebrows/eyebrows-trans-down": 0.7, "nose/nose-width2-incr": 1.0, "nose/nose-width3-incr": 1.2, "nose/nose-compression-compress": 0.7, "nose/nose-point-up": 0.6, "mouth/mouth-scale-horiz-incr": 0.8, "neck/neck-scale-horiz-incr": 0.8},
        "ogre": {"chin/chin-width-incr": 1.6, "chin/chin-prominent-incr": 1.2, "eyebrows/eyebrows-trans-forward": 1.2, "nose/nose-volume-incr": 1.6, "nose/nose-scale-horiz-incr": 1.3, "head/head-fat-incr": 1.0, "mouth/mouth-scale-horiz-incr": 1.2, "neck/neck-scale-horiz-incr": 1.0, "eyes/{s}-eye-scale-decr": 0.6},
        "goblin": {"nose/nose-scale-depth-incr": 1.7, "nose/nose-scale-vert-incr": 1.3, "nose/nose-point-down": 1.2, "chin/chin-triangle": 1.2, "chin/chin-prominent-incr": 1.0, "cheek/{s}-cheek-bones-incr": 1.0, "eyes/{s}-eye-scale-incr": 0.7, "ears/{s}-ear-shape-pointed": 1.0, "ears/{s}-ear-wing-incr": 1.0},
        "elf": {"ears/{s}-ear-shape-pointed": 1.0, "cheek/{s}-cheek-bones-incr": 0.7, "chin/chin-width-decr": 0.4, "nose/nose-width2-decr": 0.4},
        "dwarf": {"nose/nose-scale-horiz-incr": 1.0, "nose/nose-volume-incr": 1.0, "nose/nose-scale-depth-incr": 0.5, "head/head-square": 0.7, "head/head-fat-incr": 0.5, "eyebrows/eyebrows-trans-forward": 0.5, "cheek/{s}-cheek-volume-incr": 0.5},
        "zombie": {"cheek/{s}-cheek-volume-decr": 1.2, "cheek/{s}-cheek-inner-decr": 0.8, "eyes/{s}-eye-bag-incr": 1.0, "nose/nose-compression-compress": 0.4},
        "alien": {"nose/nose-scale-horiz-decr": 1.2, "nose/nose-scale-depth-decr": 1.3, "nose/nose-scale-vert-decr": 0.8, "nose/nose-volume-decr": 0.8, "mouth/mouth-scale-horiz-decr": 1.0, "eyes/{s}-eye-scale-incr": 1.7, "eyes/{s}-eye-height2-incr": 1.0, "eyes/{s}-eye-corner1-up": 0.8, "chin/chin-triangle": 1.0},
        "demon": {"cheek/{s}-cheek-bones-incr": 1.0, "chin/chin-triangle": 0.8, "chin/chin-prominent-incr": 0.7, "eyebrows/eyebrows-angle-up": 0.9, "ears/{s}-ear-shape-pointed": 1.0},
        "vampire": {"cheek/{s}-cheek-bones-incr": 0.9, "cheek/{s}-cheek-inner-decr": 0.7, "eyebrows/eyebrows-angle-up": 0.8},
        "lizard": {"nose/nose-scale-depth-decr": 1.2, "nose/nose-volume-decr": 1.0, "nose/nose-compression-compress": 1.0, "mouth/mouth-scale-horiz-incr": 1.6, "ears/{s}-ear-scale-decr": 1.8, "eyes/{s}-eye-trans-out": 0.7},
        "robot": {"head/head-square": 0.8, "chin/chin-width-incr": 0.5},
        "satyr": {"ears/{s}-ear-shape-pointed": 1.0, "nose/nose-width3-incr": 0.7, "chin/chin-triangle": 0.7},
    }.get(spec["creature"], {})  # fmt: skip


def warp(spec, p, rest, ears, rng):
    """Deform head-space vertices p; rest and ears are the neutral shape and its ear weights."""
    kind, r, side, ear = spec["creature"], rest, np.sign(rest[:, :1]), ears[:, None]
    tip = np.clip((r[:, 1:2] + 0.22) / 0.25, 0, 1) ** 1.5 * ear
    up = np.clip((r[:, 1:2] - 0.02) / 0.62, 0, 1)
    low = np.clip((-r[:, 1:2] - 0.15) / 0.4, 0, 1) * (r[:, 1:2] > -0.75)
    if kind in ("elf", "demon", "vampire") and (kind == "elf" or rng.random() < 0.4):
        p = p + tip * side * [0.10, 0, 0] + tip * [0, rng.uniform(0.18, 0.36), -0.14]
    elif kind in ("goblin", "orc", "ogre", "satyr"):
        reach = rng.uniform(0.28, 0.45) if kind == "goblin" else rng.uniform(0.08, 0.2)
        p = p + tip * side * [reach, 0, 0] + tip * [0, 0.30 * reach + 0.06, -0.4 * reach]
    if kind == "alien":
        grow = rng.uniform(0.2, 0.42)
        p = p * (1 + up * [grow, 0.55 * grow, 0.7 * grow]) * (1 - low * [0.30, 0, 0.08]) * (1 - 0.5 * ear * [0.2, 0, 0])
    if kind in ("orc", "ogre"):
        p = p * (1 - up * [0.14, 0.10, 0.10]) * (1 + low * [0.18, 0, 0.06])
    if kind == "goblin":
        p = p * (1 - low * [0.16, -0.05, 0]) * (1 + up * [0.06, 0, 0.05])
    if kind == "dwarf":
        p = p * [1.10, 1.0, 1.02]
    if kind == "lizard":
        muzzle = np.exp(-((r[:, 0:1] / 0.2) ** 2 + ((r[:, 1:2] + 0.33) / 0.2) ** 2)) * (r[:, 2:3] > 0.2)
        p = p + muzzle * [0, 0, 0.22]
    return p.astype(np.float32)
