"""One step of Catmull–Clark subdivision of a mesh of quads and triangles; borders follow their own cubic spline.

`runtime/mesh/subdivide.ts` does the same in the same order: control vertices, then edges as they first occur, then faces.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse


@dataclass(frozen=True)
class Subdivision:
    """`operator` [M,V] maps control vertices to refined ones; `quads` [Q,4]; `triangles` [2Q,3]."""

    operator: sparse.csr_matrix
    quads: np.ndarray
    triangles: np.ndarray


def subdivide(faces: np.ndarray, count: int) -> Subdivision:
    """`faces` [F,4] with triangles repeating their last corner; `count` control vertices."""
    edge_id: dict[tuple[int, int], int] = {}
    corners = [list(dict.fromkeys(face)) for face in faces.tolist()]
    for face in corners:
        for a, b in zip(face, face[1:] + face[:1], strict=True):
            edge_id.setdefault((min(a, b), max(a, b)), len(edge_id))
    n_edge, n_face = len(edge_id), len(corners)
    face_point = sparse.lil_matrix((n_face, count))
    edge_face = sparse.lil_matrix((n_edge, n_face))
    quads = []
    for f, face in enumerate(corners):
        face_point[f, face] = 1 / len(face)
        ids = [edge_id[min(a, b), max(a, b)] for a, b in zip(face, face[1:] + face[:1], strict=True)]
        for e in ids:
            edge_face[e, f] = 1
        for k, v in enumerate(face):
            quads.append([v, count + ids[k], count + n_edge + f, count + ids[k - 1]])
    pairs = np.array(list(edge_id))
    ends = sparse.csr_matrix(
        (np.full(2 * n_edge, 1.0), (np.repeat(np.arange(n_edge), 2), pairs.ravel())), (n_edge, count)
    )
    face_point, edge_face = face_point.tocsr(), edge_face.tocsr()
    border = np.asarray(edge_face.sum(1)).ravel() == 1
    edge_point = sparse.diags(~border / 4.0) @ (ends + edge_face @ face_point) + sparse.diags(border / 2.0) @ ends
    valence = np.asarray(ends.sum(0)).ravel()
    mid = ends / 2
    inverse = sparse.diags(1 / valence)
    faces_at = sparse.csr_matrix((face_point != 0).T.astype(float))
    # (F + 2R + (n−3)P) / n, with F and R the means of adjacent face points and edge midpoints.
    vertex_point = inverse @ (
        inverse @ faces_at @ face_point + 2 * inverse @ ends.T @ mid + sparse.diags(valence - 3)
    )
    # … and (6P + A + B) / 8 where A and B are the neighbours along a border.
    along = ends[border]
    on_border = np.asarray(along.sum(0)).ravel() > 0
    spline = (sparse.diags(on_border * 4.0) + along.T @ along) / 8
    vertex_point = sparse.diags((~on_border).astype(float)) @ vertex_point + sparse.diags(on_border.astype(float)) @ spline
    quads = np.array(quads)
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]], 1).reshape(-1, 3)
    return Subdivision(sparse.vstack([vertex_point, edge_point, face_point]).tocsr(), quads, triangles)
