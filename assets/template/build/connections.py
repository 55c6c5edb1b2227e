"""MediaPipe's face-mesh symmetry, and its FACEMESH_* contours as chains of landmark ids (a closed chain repeats its first id at the end)."""

import numpy as np

# Landmarks on the plane of symmetry; the other ids below 248 are the right side, and 248.. repeats them for the left.
MIDDLE = (*range(3), *range(4, 7), *range(8, 20), 94, 151, 152, 164, 168, 175, 195, 197, 199, 200)

CONNECTIONS = {
    "faceOval": [
        [10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152]
        + [148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109, 10]
    ],
    "lips": [
        [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291],
        [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291],
        [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308],
        [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308],
    ],
    "rightEye": [[33, 7, 163, 144, 145, 153, 154, 155, 133], [33, 246, 161, 160, 159, 158, 157, 173, 133]],
    "rightBrow": [[46, 53, 52, 65, 55], [70, 63, 105, 66, 107]],
    "rightIris": [[469, 470, 471, 472, 469]],
    "leftEye": [[263, 249, 390, 373, 374, 380, 381, 382, 362], [263, 466, 388, 387, 386, 385, 384, 398, 362]],
    "leftBrow": [[276, 283, 282, 295, 285], [300, 293, 334, 296, 336]],
    "leftIris": [[474, 475, 476, 477, 474]],
}


def mirror_pairs() -> np.ndarray:
    """Index of each landmark's mirror image [478]."""
    mirror = np.arange(478)
    right = np.setdiff1d(np.arange(248), MIDDLE)
    mirror[right] = np.arange(248, 468)
    mirror[248:468] = right
    mirror[468:] = 473, 476, 475, 474, 477, 468, 471, 470, 469, 472
    return mirror
