import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { io } from '@tensorflow/tfjs-core';

const folders: string[] = [];

/** A new empty folder, gone after `removeTemporaryFolders`. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'argmaxable-node-'));
  folders.push(folder);
  return folder;
}

export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** What a model with two weights, filled with `value`, hands to a save handler. */
export function artifacts(value: number, rows = 4): io.ModelArtifacts {
  return {
    modelTopology: { class_name: 'Sequential', config: { value } },
    format: 'layers-model',
    generatedBy: 'test',
    convertedBy: null,
    weightSpecs: [
      { name: 'a', shape: [rows, 3], dtype: 'float32' },
      { name: 'b', shape: [3], dtype: 'float32' },
    ],
    weightData: new Float32Array(rows * 3 + 3).fill(value).buffer,
    userDefinedMetadata: { value: { value } },
  };
}

/** The value that all of the model holds; throws if its parts disagree. */
export function valueOf(model: io.ModelArtifacts): number {
  const { value } = (model.userDefinedMetadata as { value: { value: number } }).value;
  const weights = new Float32Array(model.weightData as ArrayBuffer);
  if (!weights.every((weight) => weight === value)) throw new Error(`weights of another model than ${value}`);
  return value;
}
