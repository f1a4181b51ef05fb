/**
 * The product of a DFT layer, logits x [W_DFT | S^T]^T, on one backend, in all ways that the backend has.
 * Runs in Node and in browsers.
 */
import {
  grads,
  keep,
  randomNormal,
  type Rank,
  ready,
  setBackend,
  slice,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
// Registers tfjs's gradients.
import '@tensorflow/tfjs-layers';
import {
  denseDft,
  hasOwnDft,
  inLabelOrder,
  interpolatedDft,
  interpolationFor,
  LabelOrder,
  type LinearMap,
  ownLogits,
  portableLogits,
} from '@argmaxable/layers/dft-product';
import { errors } from './errors.js';
import type { Sizes } from './sizes.js';

/**
 * Of one way: milliseconds of each product, and of each product with the gradients of x and of the slack
 * kernel.
 */
export interface Times {
  forward: number[];
  gradients: number[];
}

/**
 * Of one way: milliseconds of the first product of a first and of a second layer, tables included, and errors
 * to the largest number.
 */
export interface Start {
  first: number;
  second: number;
  logitError: number;
  gradientError: number;
}

type Logits = (x: Tensor2D, slack: Tensor2D | null) => Tensor2D;

export class Measurement {
  private constructor(
    private readonly inputs: Tensor2D[],
    private readonly dy: Tensor2D,
    private readonly ways: Map<string, Logits>,
    /** By way. */
    readonly starts: Record<string, Start>,
  ) {}

  static async start(backend: string, sizes: Sizes): Promise<Measurement> {
    await setBackend(backend);
    await ready();
    const { batch, n, k, slack } = sizes;
    const x = randomNormal<Rank.R2>([batch, 2 * k + 1 + slack], 0, 1, 'float32', 1);
    const s = randomNormal<Rank.R2>([slack, n], 0, 1 / Math.sqrt(n), 'float32', 2);
    const dy = randomNormal<Rank.R2>([batch, n], 0, 1, 'float32', 3);
    const inputs = slack > 0 ? [x, s] : [x];
    const order = Int32Array.from({ length: n }, (_, i) => n - 1 - i);
    const ways = new Map<string, Logits>();
    const starts: Record<string, Start> = {};
    for (const [way, layer] of Object.entries(waysOf(sizes, new LabelOrder(order, n)))) {
      const first = await milliseconds(() => {
        ways.set(way, layer());
        return [ways.get(way)!(x, inputs[1] ?? null)];
      });
      const second = await milliseconds(() => [layer()(x, inputs[1] ?? null)]);
      const [z, dx] = tidy(() => productAndGradients(ways.get(way)!, inputs, dy));
      starts[way] = { first, second, ...(await errors(sizes, order, { x, s, dy, z, dx })) };
      [z, dx].forEach((tensor) => tensor.dispose());
    }
    return new Measurement(inputs, dy, ways, starts);
  }

  /** So many rounds of all ways in turns. */
  async turn(rounds: number): Promise<Record<string, Times>> {
    const { inputs, dy, ways } = this;
    const times: Record<string, Times> = {};
    for (const way of ways.keys()) times[way] = { forward: [], gradients: [] };
    for (let round = 0; round < rounds; round++) {
      for (const [way, logits] of ways) {
        times[way].forward.push(await milliseconds(() => [logits(inputs[0], inputs[1] ?? null)]));
        times[way].gradients.push(await milliseconds(() => gradients(logits, inputs, dy)));
      }
    }
    return times;
  }
}

/** For each way, what makes a layer of it: its tables, and its product. */
function waysOf({ n, k, ordered }: Sizes, order: LabelOrder): Record<string, () => Logits> {
  const portable = (make: () => LinearMap) => () => {
    const map = make();
    return (x: Tensor2D, slack: Tensor2D | null) => portableLogits(map, k, x, slack);
  };
  const inOrder = (map: LinearMap) => (ordered ? inLabelOrder(map, order) : map);
  const interpolation = interpolationFor(n, k)!;
  return {
    ...(hasOwnDft(k) && {
      kernel: () => {
        const labels: Tensor1D | null = ordered ? keep(tensor1d(order.labels as number[], 'int32')) : null;
        return (x: Tensor2D, slack: Tensor2D | null) => ownLogits(x, slack, { n, k, labels });
      },
    }),
    interpolated: portable(() => inOrder(interpolatedDft(n, k, interpolation))),
    dense: portable(() => denseDft(n, k, ordered ? order : null)),
  };
}

function gradients(logits: Logits, inputs: Tensor2D[], dy: Tensor2D): Tensor[] {
  return grads((x, slack) => logits(x as Tensor2D, (slack as Tensor2D) ?? null))(inputs, dy);
}

function productAndGradients(logits: Logits, inputs: Tensor2D[], dy: Tensor2D): Tensor[] {
  return [logits(inputs[0], inputs[1] ?? null), gradients(logits, inputs, dy)[0]];
}

/** Time until the last result can be read; one number of each is, for other backends only queue the work. */
async function milliseconds(run: () => Tensor[]): Promise<number> {
  const started = performance.now();
  const results = tidy(() => run().map((tensor) => slice(tensor, [0, 0], [1, 1])));
  await Promise.all(results.map((tensor) => tensor.data()));
  const time = performance.now() - started;
  results.forEach((tensor) => tensor.dispose());
  return time;
}
