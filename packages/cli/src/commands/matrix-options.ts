import { printableLine } from '@argmaxable/core';
import type { Command } from 'commander';
import { matrixFiles } from '../models/model-file.js';
import { integer } from '../option-values.js';

/**
 * Adds the options that say which weights of a file are the classifier, and `note`, which writes a line to
 * where the program writes its errors.
 */
export function addMatrixOptions(command: Command): Command {
  return command
    .option(
      '--tensor <name>',
      'which tensor is the matrix (default: the only one, or the one that is called like a classifier)',
    )
    .option(
      '--transpose',
      'the matrix is [features, labels], as Keras keeps it (default: by its name and sizes)',
    )
    .option('--no-transpose', 'the matrix is [labels, features], as PyTorch keeps it')
    .option(
      '--bias <name>',
      'the tensor that is the bias (.npy: the file) (default: the one beside the matrix)',
    )
    .option('--no-bias', 'without the bias beside the matrix')
    .option(
      '--read-limit <MiB>',
      'the most memory that a tensor may take, or all weights of a model.json (default: 2048; unpacked from an .npz 256, or 32 times its size)',
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
