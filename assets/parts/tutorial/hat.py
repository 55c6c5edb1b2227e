"""Makes a hat in Blender: a capotain, as it was worn about 1620, that fits the average head.

    python hat.py average-head.glb capotain.glb [picture.jpg]

runs in any Python with the package "bpy" (Blender 4.2 or later); in Blender itself: blender -b -P hat.py -- average-head.glb capotain.glb.
"""

import math
import os
import sys

import bpy
from mathutils import Vector

AROUND = 64
# The band sits this high above the eyes, metres: over the ears and below the hair's top.
BAND = 0.05
# Felt keeps this far off the skin, so that hair has room beneath.
GAP = 0.006
# Outwards from the band, and above it, in metres, row by row: under the brim's edge, along the brim, up the crown.
BRIM = [(0.052, -0.004), (0.055, -0.002), (0.052, 0.001), (0.03, 0.002), (0.003, 0.003)]
RIBBON = [(0.004, 0.006), (0.0045, 0.026), (0.002, 0.028)]
CROWN = [(0.003, 0.003), (0.002, 0.03), (-0.004, 0.06), (-0.012, 0.095), (-0.016, 0.112), (-0.022, 0.118)]


def import_head(path):
    """The average head as `headartist parts head` writes it: Blender turns glTF's +Y up into its own +Z, the face looks to -Y."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.import_scene.gltf(filepath=path)
    bpy.context.view_layer.update()


def head_ring(height, tilt):
    """Where the skin is at the band, outermost, AROUND points: rays from outside towards the middle of the skull."""
    depsgraph = bpy.context.evaluated_depsgraph_get()
    middle = Vector((0, 0.01, height))
    ring = []
    for i in range(AROUND):
        angle = 2 * math.pi * i / AROUND
        out = Vector((math.sin(angle), -math.cos(angle), 0))
        # The band lies lower at the nape than on the forehead.
        start = middle + 0.3 * out + Vector((0, 0, -tilt * out.y))
        hit, place, *_ = bpy.context.scene.ray_cast(depsgraph, start, -out)
        if not hit:
            raise SystemExit(f"no skin at {start}: is this the average head?")
        ring.append((place + GAP * out, out))
    return ring


def lathe(name, ring, rows, material):
    """A surface around the head: each row is the ring, moved outwards and up. The last row is closed where it is a lid."""
    verts = [place + out * outwards + Vector((0, 0, up)) for outwards, up in rows for place, out in ring]
    faces = []
    for row in range(len(rows) - 1):
        for i in range(AROUND):
            a, b = row * AROUND + i, row * AROUND + (i + 1) % AROUND
            faces.append((a, b, b + AROUND, a + AROUND))
    if rows is CROWN:
        faces.append(tuple(range((len(rows) - 1) * AROUND, len(rows) * AROUND)))
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata([tuple(v) for v in verts], [], faces)
    for polygon in mesh.polygons:
        polygon.use_smooth = len(polygon.vertices) == 4
    mesh.materials.append(material)
    return link(name, mesh)


def buckle(ring, material):
    """A square frame of metal upon the ribbon, at the forehead."""
    place, out = ring[0]
    middle = place + out * 0.0075 + Vector((0, 0, 0.016))
    outer, inner, thick = 0.013, 0.008, 0.0015
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    verts = [
        middle + Vector((x * side, depth, z * side))
        for depth in (-thick, thick)
        for side in (outer, inner)
        for x, z in corners
    ]
    faces = []
    for i in range(4):
        j = (i + 1) % 4
        faces += [(i, j, j + 4, i + 4), (i + 12, j + 12, j + 8, i + 8)]
        faces += [(i + 8, j + 8, j, i), (i + 4, j + 4, j + 12, i + 12)]
    mesh = bpy.data.meshes.new("Buckle")
    mesh.from_pydata([tuple(v) for v in verts], [], faces)
    mesh.materials.append(material)
    return link("Buckle", mesh)


def link(name, mesh):
    made = bpy.data.objects.new(name, mesh)
    bpy.context.collection.objects.link(made)
    return made


def material(name, color, roughness, metallic=0.0):
    """Becomes a colour slot of the part, by its name."""
    made = bpy.data.materials.new(name)
    made.use_nodes = True
    shader = made.node_tree.nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = (*color, 1)
    shader.inputs["Roughness"].default_value = roughness
    shader.inputs["Metallic"].default_value = metallic
    return made


def export(path, objects):
    """The hat alone, without the head; glTF is written with +Y up."""
    bpy.ops.object.select_all(action="DESELECT")
    for made in objects:
        made.select_set(True)
    bpy.ops.export_scene.gltf(filepath=path, export_format="GLB", use_selection=True, export_yup=True)


def render(path):
    """The hat upon the head, drawn by Cycles."""
    scene = bpy.context.scene
    camera = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
    camera.location = (0.32, -0.6, 0.1)
    camera.rotation_euler = (Vector((0, 0, 0.035)) - camera.location).to_track_quat("-Z", "Y").to_euler()
    lamp = bpy.data.objects.new("Lamp", bpy.data.lights.new("Lamp", "AREA"))
    lamp.data.energy, lamp.data.size = 12, 0.6
    lamp.location = (0.7, -0.7, 0.8)
    lamp.rotation_euler = (-lamp.location).to_track_quat("-Z", "Y").to_euler()
    for made in (camera, lamp):
        bpy.context.collection.objects.link(made)
    scene.world = bpy.data.worlds.new("World")
    scene.world.use_nodes = True
    scene.world.node_tree.nodes["Background"].inputs["Color"].default_value = (0.5, 0.52, 0.55, 1)
    scene.camera = camera
    scene.render.engine = "CYCLES"
    scene.cycles.samples = 24
    scene.render.resolution_x = scene.render.resolution_y = 320
    scene.render.image_settings.file_format = "JPEG"
    scene.render.image_settings.quality = 82
    scene.render.filepath = os.path.abspath(path)
    bpy.ops.render.render(write_still=True)


def main(head, hat, picture=None):
    import_head(head)
    ring = head_ring(BAND, 0.016)
    felt = material("Felt", (0.03, 0.028, 0.03), 0.9)
    objects = [
        lathe("Brim", ring, BRIM, felt),
        lathe("Ribbon", ring, RIBBON, material("Ribbon", (0.16, 0.02, 0.02), 0.5)),
        lathe("Crown", ring, CROWN, felt),
        buckle(ring, material("Buckle", (0.8, 0.55, 0.2), 0.3, 1.0)),
    ]
    export(hat, objects)
    if picture:
        render(picture)


main(*(sys.argv[sys.argv.index("--") + 1 :] if "--" in sys.argv else sys.argv[1:]))
