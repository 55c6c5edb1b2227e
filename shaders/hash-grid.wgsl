// Multiresolution hash grid (Müller et al. 2022): features of points and their gradient. A thread works on one point on one level.

struct Grid {
  points: u32,
  levels: u32,
}
@group(0) @binding(0) var<uniform> grid: Grid;

// As `gridLevels` lays them out; mask is 0 where the level is dense.
struct Level {
  offset: u32,
  resolution: u32,
  mask: u32,
  scale: f32,
}
@group(0) @binding(3) var<storage, read> levels: array<Level>;
@group(0) @binding(4) var<storage, read> positions: array<f32>; // [points, 3] in [-1, 1]

struct Corner {
  at: vec3u,
  fraction: vec3f,
}

fn cornerOf(level: Level, point: u32) -> Corner {
  let p = vec3f(positions[point * 3u], positions[point * 3u + 1u], positions[point * 3u + 2u]);
  let x = (p + 1.0) * 0.5 * level.scale + 0.5;
  let at = clamp(vec3i(x), vec3i(0), vec3i(i32(level.resolution) - 2));
  return Corner(vec3u(at), x - vec3f(at));
}

fn entryOf(level: Level, at: vec3u) -> u32 {
  if (level.mask == 0u) {
    return level.offset + at.x + level.resolution * (at.y + level.resolution * at.z);
  }
  return level.offset + ((at.x ^ (at.y * 2654435761u) ^ (at.z * 805459861u)) & level.mask);
}

fn weightOf(fraction: vec3f, bits: vec3u) -> f32 {
  let w = select(1.0 - fraction, fraction, bits == vec3u(1u));
  return w.x * w.y * w.z;
}

@group(0) @binding(1) var<storage, read> table: array<vec2f>;
@group(0) @binding(2) var<storage, read_write> encoding: array<stored>; // [levels, 2, points]

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= grid.points * grid.levels) {
    return;
  }
  let index = i / grid.points;
  let point = i % grid.points;
  let level = levels[index];
  let corner = cornerOf(level, point);
  var total = vec2f(0.0);
  for (var k = 0u; k < 8u; k++) {
    let bits = vec3u(k & 1u, (k >> 1u) & 1u, k >> 2u);
    total += weightOf(corner.fraction, bits) * table[entryOf(level, corner.at + bits)];
  }
  encoding[2u * index * grid.points + point] = stored(total.x);
  encoding[(2u * index + 1u) * grid.points + point] = stored(total.y);
}

@group(0) @binding(5) var<storage, read> encodingGradient: array<f32>; // [levels, 2, points]

// Adds to the sums of the table's entries, two an entry.
@compute @workgroup_size(64)
fn backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= grid.points * grid.levels) {
    return;
  }
  let index = i / grid.points;
  let point = i % grid.points;
  let d = vec2f(encodingGradient[2u * index * grid.points + point], encodingGradient[(2u * index + 1u) * grid.points + point]);
  if (all(d == vec2f(0.0))) {
    return;
  }
  let level = levels[index];
  let corner = cornerOf(level, point);
  for (var k = 0u; k < 8u; k++) {
    let bits = vec3u(k & 1u, (k >> 1u) & 1u, k >> 2u);
    let entry = entryOf(level, corner.at + bits);
    let term = weightOf(corner.fraction, bits) * d;
    addTo(entry * 2u, term.x);
    addTo(entry * 2u + 1u, term.y);
  }
}
