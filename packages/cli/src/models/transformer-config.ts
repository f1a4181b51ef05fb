import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseJson } from '@argmaxable/core';
import { about, CliError } from '../errors/cli-error.js';
import type { ModelFile } from './model-file.js';
import { readText } from '../files/read-text.js';

/** What the `config.json` of the transformers library contains about a model's labels. */
export interface TransformerConfig {
  readonly numLabels: number | null;
  /** Names of the labels in their order. */
  readonly names: readonly string[] | null;
  /** Whether exactly one of them holds for each input, as after a softmax. */
  readonly isSingleLabel: boolean;
}

const nothing: TransformerConfig = { numLabels: null, names: null, isSingleLabel: false };

/**
 * Reads the config.json beside weights in the layout of the transformers library; for other weights, nothing
 * is known.
 */
export async function readTransformerConfig(file: ModelFile): Promise<TransformerConfig> {
  const path = transformerConfigPath(file);
  if (path === null) return nothing;
  const text = await readText(path);
  return about(path, () => parse(text));
}

/** Its path; null if there is none. */
export function transformerConfigPath({ format, path: weights }: ModelFile): string | null {
  const path = join(dirname(weights), 'config.json');
  const isOfLibrary =
    format.name === 'safetensors-index' || /^model\b.*\.safetensors$/.test(basename(weights));
  return isOfLibrary && existsSync(path) ? path : null;
}

function parse(text: string): TransformerConfig {
  const config = parseObject(text);
  const names = namesOf(config.id2label);
  const count = config.num_labels;
  const numLabels = names?.length ?? (Number.isSafeInteger(count) ? (count as number) : null);
  return { numLabels, names, isSingleLabel: config.problem_type === 'single_label_classification' };
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (cause) {
    throw new CliError('this is not complete JSON; download it again, or move it away.', { cause });
  }
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** `id2label` is {"0": "sports", "1": "politics", ...}; null unless it names each label from 0 on. */
function namesOf(id2label: unknown): string[] | null {
  if (typeof id2label !== 'object' || id2label === null) return null;
  const byId = new Map<string, unknown>(Object.entries(id2label));
  const names = Array.from({ length: byId.size }, (_, id) => byId.get(String(id)));
  const isName = (name: unknown): name is string => typeof name === 'string' && name !== '';
  return names.length > 0 && names.every(isName) ? names : null;
}
