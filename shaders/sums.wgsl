// What goes before and after sums in any order, see prelude.wgsl.

struct Counts {
  count: u32,
}
@group(0) @binding(0) var<uniform> counts: Counts;

@group(0) @binding(1) var<storage, read_write> found: array<atomic<u32>>;
@group(0) @binding(2) var<storage, read> terms: array<f32>;

// Largest magnitude of `terms`, as bits: those of positive floats are ordered as the floats are.
@compute @workgroup_size(64)
fn announce(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  var bits = 0u;
  if (i < counts.count) {
    bits = bitcast<u32>(abs(terms[i]));
  }
  bits = largestOfLanes(bits);
  if (leadsLanes() && bits > atomicLoad(&found[0])) {
    atomicMax(&found[0], bits);
  }
}

@group(0) @binding(3) var<storage, read_write> target_: array<f32>;

// Adds the sums to an array of floats and empties them.
@compute @workgroup_size(64)
fn settle(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= counts.count) {
    return;
  }
  var low = atomicLoad(&sums[i * 2u]);
  var high = atomicLoad(&sums[i * 2u + 1u]);
  if ((low | high) == 0u) {
    return;
  }
  var sign = power(-shiftOf(largest[0]));
  if (high >= 0x80000000u) {
    high = ~high + select(0u, 1u, low == 0u);
    low = 0u - low;
    sign = -sign;
  }
  target_[i] += sign * (f32(high) + f32(low) * 2.3283064365386963e-10);
  atomicStore(&sums[i * 2u], 0u);
  atomicStore(&sums[i * 2u + 1u], 0u);
}

// Exclusive prefix sums of whole numbers, in place: runs, then the runs' totals by the same, then what lies inside the runs.
const RUN = 256u;

@group(0) @binding(1) var<storage, read_write> values: array<u32>;
@group(0) @binding(2) var<storage, read_write> totals: array<u32>;

// A thread sums one run.
@compute @workgroup_size(64)
fn sumRuns(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let run = item(id, groups);
  if (run * RUN >= counts.count) {
    return;
  }
  var total = 0u;
  for (var i = run * RUN; i < min(counts.count, (run + 1u) * RUN); i++) {
    total += values[i];
  }
  totals[run] = total;
}

// A thread replaces one run by what comes before each of its numbers.
@compute @workgroup_size(64)
fn spreadRuns(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let run = item(id, groups);
  if (run * RUN >= counts.count) {
    return;
  }
  var total = totals[run];
  for (var i = run * RUN; i < min(counts.count, (run + 1u) * RUN); i++) {
    let value = values[i];
    values[i] = total;
    total += value;
  }
}
