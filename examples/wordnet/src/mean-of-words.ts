import {
  cast,
  div,
  expandDims,
  matMul,
  maximum,
  serialization,
  squeeze,
  sum,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

/**
 * The mean of the word embeddings of a text: [batch, words, size] with a mask of which words are there, to
 * [batch, size]. (The pooling layers of tfjs ignore the mask and would count the padding.)
 */
export class MeanOfWords extends layers.Layer {
  static readonly className = 'MeanOfWords';

  constructor(args: ConstructorParameters<typeof layers.Layer>[0] = {}) {
    super(args);
    this.supportsMasking = true;
  }

  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    return [inputShape[0], inputShape[2]];
  }

  /** The words are gone, and their mask with them: null, as in tfjs's own layers, whose types lack it. */
  override computeMask(): Tensor {
    return null as unknown as Tensor;
  }

  override call(inputs: Tensor | Tensor[], kwargs: Parameters<layers.Layer['call']>[1]): Tensor {
    return tidy(() => {
      const words = Array.isArray(inputs) ? inputs[0] : inputs;
      const given = kwargs['mask'] as Tensor | Tensor[];
      const mask = cast(Array.isArray(given) ? given[0] : given, 'float32');
      const shares = div(mask, maximum(sum(mask, 1, true), 1));
      // As a product of matrices, so that no tensor of all words' embeddings arises but they themselves.
      return squeeze(matMul(expandDims(shares, 1), words), [1]);
    });
  }
}
serialization.registerClass(MeanOfWords);
