import { printableLine } from '@argmaxable/core';
import type { Command } from 'commander';
import { matrixFiles } from '../models/model-file.js';
import { integer } from '../option-values.js';

/**
 * Adds the options for which weights of a file are the classifier, and returns `note`, which writes a line to
 * the program's error output.
 */
export function addMatrixOptions(command: Command): Command {
  return command
    .option(
      '--tensor <name>',
      'the tensor that is the matrix (default: the only one, or the one with the name of a classifier)',
    )
    .option(
      '--transpose',
      'the matrix is [features, labels], as in Keras (default: found by its name and sizes)',
    )
    .option('--no-transpose', 'the matrix is [labels, features], as in PyTorch')
    .option(
      '--bias <name>',
      'the tensor that is the bias; for .npy another file (default: the one that belongs to the matrix)',
    )
    .option('--no-bias', 'do not use the bias that belongs to the matrix')
    .option(
      '--read-limit <MiB>',
      'the most memory for a tensor, or for all weights of a model.json (default: 2048; for an array in an .npz: 256, or 32 times the size of the .npz)',
      integer(1),
    )
    .hook('preAction', (_, action) => {
      const output = action.configureOutput();
      const note = (text: string): void => output.writeErr?.(`note: ${printableLine(text)}\n`);
      action.setOptionValue('note', note);
    });
}

export const modelArgument = `tfjs model.json, a weight matrix in ${extensionsOfMatrices()}, or the folder of a model`;

/** '.npy, .npz or .safetensors'. */
function extensionsOfMatrices(): string {
  const others = matrixFiles.slice(0, -1);
  return `${others.join(', ')} or ${matrixFiles.at(-1)}`;
}
