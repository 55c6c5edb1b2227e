// Offsets of a layered head's skin from what a field says, and the gradient back. A thread works on one number.

struct Offsets {
  count: u32,
  masked: u32, // whether an edit's parent shows through
  reach: f32,
}
@group(0) @binding(0) var<uniform> offsets: Offsets;

@group(0) @binding(1) var<storage, read> guards: array<f32>; // [vertices] how far each may move, in [0, 1]
@group(0) @binding(2) var<storage, read> masks: array<f32>; // [vertices] how much of its own each shows, in [0, 1]
@group(0) @binding(3) var<storage, read> before: array<f32>; // the parent's offsets
@group(0) @binding(4) var<storage, read> outputs: array<f32>; // of the field
@group(0) @binding(5) var<storage, read_write> shares: array<f32>; // of the reach
@group(0) @binding(6) var<storage, read_write> moves: array<f32>;

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= offsets.count) {
    return;
  }
  // tanh of large numbers may overflow; from 10 on it is 1.
  let share = tanh(clamp(outputs[i], -10.0, 10.0));
  var own = offsets.reach * guards[i / 3u] * share;
  if (offsets.masked == 1u) {
    own = before[i] + masks[i / 3u] * (own - before[i]);
  }
  shares[i] = share;
  moves[i] = own;
}

@group(0) @binding(3) var<storage, read> sharesOf: array<f32>;
@group(0) @binding(4) var<storage, read_write> gradient: array<f32>;

// From the gradient of the moves to that of the outputs, in place.
@compute @workgroup_size(64)
fn backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= offsets.count) {
    return;
  }
  let free = select(1.0, masks[i / 3u], offsets.masked == 1u);
  gradient[i] *= offsets.reach * guards[i / 3u] * free * (1.0 - sharesOf[i] * sharesOf[i]);
}
