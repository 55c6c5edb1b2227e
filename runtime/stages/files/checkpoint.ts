import { type Field, fieldTensors } from "../../field/field.ts";
import type { FieldTrainer } from "../../field/trainer.ts";
import { HEAD_FILES, type HeadStore } from "../../head/store.ts";
import { readTensors, type Tensors, writeTensors } from "../../head/tensors.ts";

/** Where an interrupted job goes on. */
export interface Checkpoint {
  stage: string;
  /** First step that is not done. */
  step: number;
  tensors: Tensors;
}

/** Saves a field with its optimiser state. @param more what else the stage goes on from. */
export async function saveCheckpoint(
  store: HeadStore,
  stage: string,
  step: number,
  field: Field,
  more: Tensors = {},
): Promise<void> {
  await saveTensors(store, stage, step, { ...fieldTensors(field), ...more });
}

/** Saves what a stage goes on from, as it is at the call. */
export async function saveTensors(store: HeadStore, stage: string, step: number, tensors: Tensors): Promise<void> {
  await store.write(HEAD_FILES.checkpoint, writeTensors(tensors, { stage, step: String(step) }));
}

/** Saves a field while it is trained, as it is at the call. @param more what else the stage goes on from. */
export async function saveTraining(
  store: HeadStore,
  stage: string,
  step: number,
  trainer: FieldTrainer,
  more: Tensors = {},
): Promise<void> {
  await trainer.home();
  await saveCheckpoint(store, stage, step, trainer.field, more);
}

/** @returns the checkpoint, or undefined where the head has none. */
export async function loadCheckpoint(store: HeadStore): Promise<Checkpoint | undefined> {
  const bytes = await store.read(HEAD_FILES.checkpoint);
  if (!bytes) return undefined;
  const { tensors, metadata } = readTensors(bytes, HEAD_FILES.checkpoint);
  return { stage: metadata.stage, step: Number(metadata.step), tensors };
}

/** Puts saved arrays back into a field. @throws Error where the file belongs to a field of another size. */
export function restoreField(field: Field, tensors: Tensors, file: string): void {
  restoreTensors(fieldTensors(field), tensors, file);
}

/** Puts saved arrays into those of the same name. @throws Error where one has another size. */
export function restoreTensors(into: Tensors, tensors: Tensors, file: string): void {
  for (const [name, values] of Object.entries(into)) {
    const saved = tensors[name];
    if (!saved) continue;
    if (saved.length !== values.length) {
      throw new Error(`${file}: ${name} has ${saved.length} values, the recipe's has ${values.length}`);
    }
    values.set(saved);
  }
}

/** The trained parameters alone, as finished heads keep them. */
export function fieldParameters(field: Field): Tensors {
  const { "encoding.table": table, network } = fieldTensors(field);
  return { "encoding.table": table, network };
}
