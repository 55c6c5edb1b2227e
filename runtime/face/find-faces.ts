import { weightFiles } from "../onnx/graph.ts";
import { serialize } from "../onnx/serialize.ts";
import type { Session, SessionHost } from "../onnx/session.ts";
import { convertGraphModel } from "./convert.ts";
import { checkPicture, crop, type Picture, type Square } from "./crop.ts";
import { DETECTOR_OUTPUTS, DETECTOR_SIZE, type Detection, readDetections } from "./detect.ts";
import { readGraphModel } from "./graph-model.ts";
import { MESH_OUTPUTS, MESH_SIZE, readMesh } from "./mesh.ts";
import { type Pose, poseOf } from "./pose.ts";

/** Read access to the folder that holds the two models (assets/face). A pack's files serve. */
export interface ModelFiles {
  /** Absolute path of the folder, for ONNX Runtime to find weights below. */
  readonly root: string;
  size(path: string): Promise<number>;
  readRange(path: string, offset: number, length: number): Promise<Uint8Array>;
}

export interface Face extends Pose {
  /** The smallest of the detector's score, the mesh's confidence and their agreement on the features' places; 0 to 1. */
  score: number;
  /** Left, top, width, height of the landmarks in pixels. */
  box: [number, number, number, number];
  /**
   * MediaPipe's 468 face-mesh points and 10 of the irises, [478,3] in pixels: x to the right, y down, z away from the
   * camera in the same unit.
   */
  landmarks: Float32Array;
}

export interface FindOptions {
  /** Least score of a face. */
  minScore: number;
  /** Intersection over union above which two boxes are one face. */
  overlap: number;
  /** Most faces, the best first. */
  limit: number;
}

const FIND_DEFAULTS: FindOptions = { minScore: 0.5, overlap: 0.3, limit: 1 };

export interface FaceFinder {
  /** Faces of a picture, best first. Throws where the picture's data do not fill it. */
  find(picture: Picture, options?: Partial<FindOptions>): Promise<Face[]>;
  release(): Promise<void>;
}

/** How much larger than a face the square is that the mesh looks at (MediaPipe's face pipeline). */
const MARGIN = 1.5;
/** The second look starts from the first one's landmarks, which tell the face's place better than the detector's box. */
const LOOKS = 2;

/**
 * MediaPipe's face detector (BlazeFace, short range) and face mesh with attention, from the TensorFlow.js files
 * face-detector and face-mesh, each .json.gz and .bin, in `files`. Throws where a model cannot be read.
 */
export async function openFaceFinder(host: SessionHost, files: ModelFiles): Promise<FaceFinder> {
  const detector = await openModel(host, files, "face-detector", DETECTOR_OUTPUTS);
  const mesh = await openModel(host, files, "face-mesh", MESH_OUTPUTS);

  const look = async (picture: Picture, square: Square) => {
    return readMesh(await mesh.run(crop(picture, square, MESH_SIZE)), square);
  };

  return {
    async find(picture, options = {}) {
      const settings = { ...FIND_DEFAULTS, ...options };
      checkPicture(picture);
      const { width, height } = picture;
      const whole = { x: width / 2, y: height / 2, side: Math.max(width, height), angle: 0 };
      const pixels = crop(picture, whole, DETECTOR_SIZE).map((v) => 2 * v - 1);
      const faces: Face[] = [];
      for (const detection of readDetections(await detector.run(pixels), whole, settings)) {
        let square = squareOfDetection(detection);
        let seen = await look(picture, square);
        for (let i = 1; i < LOOKS; i++) {
          square = squareOfLandmarks(seen.landmarks);
          seen = await look(picture, square);
        }
        const { landmarks, confidence } = seen;
        const score = Math.min(detection.score, confidence, agreement(detection, landmarks));
        if (score < settings.minScore) continue;
        faces.push({ score, box: boxOf(landmarks), landmarks, ...poseOf(landmarks) });
        if (faces.length === settings.limit) break;
      }
      return faces.sort((a, b) => b.score - a.score);
    },
    async release() {
      await detector.session.release();
      await mesh.session.release();
    },
  };
}

interface Model {
  session: Session;
  run(pixels: Float32Array): ReturnType<Session["run"]>;
}

const readAll = async (files: ModelFiles, path: string) => files.readRange(path, 0, await files.size(path));

async function openModel(
  host: SessionHost,
  files: ModelFiles,
  name: string,
  outputs: readonly string[],
): Promise<Model> {
  const weights = `${name}.bin`;
  const model = await readGraphModel(name, await readAll(files, `${name}.json.gz`), await readAll(files, weights));
  const graph = convertGraphModel(name, model, weights, outputs);
  const session = await host.createSession(serialize(graph), {
    folder: files.root,
    label: name,
    weights: weightFiles(graph),
  });
  const [input] = graph.inputs;
  return { session, run: (data) => session.run({ [input.name]: { data, shape: input.shape } }) };
}

/** Landmarks whose mean is the detector's right eye, left eye, nose and mouth. */
const FEATURES = [[33, 133], [263, 362], [1], [13, 14]];
/** Distance, in sizes of the face, at which detector and mesh do not agree at all. Faces stay below 0.07 (median 0.036). */
const DISAGREEMENT = 0.25;

/**
 * 1 where detector and mesh put eyes, nose and mouth at the same places, 0 where they are far apart: on the back of a
 * head either of the two may be sure of a face, but not of the same one.
 */
function agreement({ points }: Detection, landmarks: Float32Array): number {
  const [, , width, height] = boxOf(landmarks);
  let distance = 0;
  for (const [i, ids] of FEATURES.entries()) {
    const mean = (k: number) => ids.reduce((sum, id) => sum + landmarks[3 * id + k], 0) / ids.length;
    distance += Math.hypot(points[i][0] - mean(0), points[i][1] - mean(1)) / FEATURES.length;
  }
  return Math.max(0, 1 - distance / Math.max(width, height) / DISAGREEMENT);
}

function squareOfDetection({ box: [x, y, width, height], points: [right, left] }: Detection): Square {
  const side = MARGIN * Math.max(width, height);
  return { x: x + width / 2, y: y + height / 2, side, angle: Math.atan2(left[1] - right[1], left[0] - right[0]) };
}

/** Outer corners of the right and left eye. */
const EYE_CORNERS = [33, 263];

function squareOfLandmarks(points: Float32Array): Square {
  const [right, left] = EYE_CORNERS.map((i) => [points[3 * i], points[3 * i + 1]]);
  const angle = Math.atan2(left[1] - right[1], left[0] - right[0]);
  const [x, y, width, height] = boxOf(points);
  return { x: x + width / 2, y: y + height / 2, side: MARGIN * Math.max(width, height), angle };
}

function boxOf(points: Float32Array): [number, number, number, number] {
  const low = [Infinity, Infinity];
  const high = [-Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 3)
    for (let k = 0; k < 2; k++) {
      low[k] = Math.min(low[k], points[i + k]);
      high[k] = Math.max(high[k], points[i + k]);
    }
  return [low[0], low[1], high[0] - low[0], high[1] - low[1]];
}
