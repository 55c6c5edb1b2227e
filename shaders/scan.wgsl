// Exclusive prefix sums of whole numbers, in place: runs, then the runs' totals by the same, then what lies inside the runs.

struct Counts {
  count: u32,
}
@group(0) @binding(0) var<uniform> counts: Counts;

const RUN = 256u;

@group(0) @binding(1) var<storage, read_write> values: array<u32>;
@group(0) @binding(2) var<storage, read_write> totals: array<u32>;

// A thread sums one run.
@compute @workgroup_size(64)
fn sum(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
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
fn spread(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
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
