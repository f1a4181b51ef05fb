import type { Tensor } from '@tensorflow/tfjs-core';
import { checkTensor, shapeText } from './checks/index.js';
import { ValueError } from './errors.js';

/**
 * How a tensor of targets is to be read:
 * - 'dense': multi-hot, [..., numLabels], of 0 and 1 in any dtype;
 * - 'sparse': int32 indices of the active labels, [batch, width], each row padded with -1;
 * - 'auto': sparse if int32 and of another width than `numLabels`, dense if of another dtype, and an error if
 *   int32 and exactly `numLabels` wide, because both readings are then possible.
 */
export type TargetFormat = (typeof targetFormats)[number];

export const targetFormats = ['auto', 'dense', 'sparse'] as const;

/**
 * Whether a tensor of targets is sparse, by its dtype and width and never by its values.
 *
 * @param yTrue Targets: multi-hot [..., numLabels], or int32 [batch, width] of label indices padded with -1.
 * @param numLabels Number of labels n.
 * @param format See `TargetFormat`.
 * @param argument The argument's name in error messages. The parameters are those of `readTargets`.
 * @throws ValueError for int32 targets that are `numLabels` wide under 'auto', for sparse targets of another
 *   dtype or rank, and for dense targets of another width.
 */
export function isSparse(
  yTrue: Tensor,
  numLabels: number,
  format: TargetFormat = 'auto',
  argument = 'yTrue',
): boolean {
  checkTensor(argument, yTrue, 'a tensor of dtype float32, int32 or bool');
  const width = yTrue.shape[yTrue.rank - 1];
  const describe = () => `${yTrue.dtype} of shape ${shapeText(yTrue.shape)}`;
  if (!['float32', 'int32', 'bool'].includes(yTrue.dtype)) {
    throw new ValueError(argument, describe(), 'of dtype float32, int32 or bool');
  }
  const isInteger = yTrue.dtype === 'int32';
  if (format === 'auto' && isInteger && width === numLabels) {
    throw new ValueError(
      argument,
      describe(),
      `told apart from label indices, because int32 targets as wide as there are labels (${numLabels}) can be both`,
      `Say targets: 'dense' or targets: 'sparse', or cast multi-hot targets to float32.`,
    );
  }
  if (format === 'sparse' || (format === 'auto' && isInteger)) {
    if (!isInteger || yTrue.rank !== 2) {
      throw new ValueError(
        argument,
        describe(),
        'int32 of shape [batch, width] where targets are sparse: label indices, padded with -1',
      );
    }
    return true;
  }
  if (width !== numLabels) {
    throw new ValueError(
      argument,
      describe(),
      `multi-hot, of as many columns as there are labels (${numLabels})`,
      'Targets given as label indices must be of dtype int32.',
    );
  }
  return false;
}
