// Groups the corners of all triangles by vertex: [vertices + 1] where a vertex's corners begin, then [corners] in ascending order.

struct Mesh {
  vertices: u32,
  corners: u32,
}
@group(0) @binding(0) var<uniform> mesh: Mesh;

@group(0) @binding(1) var<storage, read> indices: array<u32>;
@group(0) @binding(2) var<storage, read_write> filled: array<atomic<u32>>;

// A thread counts one corner.
@compute @workgroup_size(64)
fn count(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i < mesh.corners) {
    atomicAdd(&filled[indices[i]], 1u);
  }
}

@group(0) @binding(3) var<storage, read_write> fans: array<u32>; // its starts are there already

// A thread puts one corner into the next place of its vertex.
@compute @workgroup_size(64)
fn fill(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i < mesh.corners) {
    let vertex = indices[i];
    fans[mesh.vertices + 1u + fans[vertex] + atomicAdd(&filled[vertex], 1u)] = i;
  }
}

@group(0) @binding(1) var<storage, read_write> unsorted: array<u32>;

// A thread sorts the corners of one vertex, which came in any order.
@compute @workgroup_size(64)
fn order(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let vertex = item(id, groups);
  if (vertex >= mesh.vertices) {
    return;
  }
  let first = mesh.vertices + 1u;
  let begin = first + unsorted[vertex];
  let end = first + unsorted[vertex + 1u];
  for (var i = begin + 1u; i < end; i++) {
    let corner = unsorted[i];
    var at = i;
    while (at > begin && unsorted[max(at, 1u) - 1u] > corner) {
      unsorted[at] = unsorted[at - 1u];
      at--;
    }
    unsorted[at] = corner;
  }
}
