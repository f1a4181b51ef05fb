import type { Command } from 'commander';

/** Adds the options that say which weights of a file are the classifier. */
export function addMatrixOptions(command: Command): Command {
  return command
    .option('--tensor <name>', 'which tensor is the matrix (default: the only one with two axes)')
    .option('--transpose', 'the matrix is [features, labels], as Keras keeps it')
    .option('--bias <name>', 'the tensor that is the bias (.npy: the file) (default: no bias)');
}

export const modelArgument =
  'tfjs model.json, or a weight matrix [labels, features]: .npy, .npz, .safetensors';
