import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LabelSets } from '@argmaxable/core';
import { BSLOutput, DFTOutput } from '@argmaxable/layers';
import { oneVersusAll, pickAllLabels } from '@argmaxable/losses';
import { adam, sgd } from '@argmaxable/optimizers';
import { seededValues } from '@argmaxable/test-support';
import { backend, memory, setBackend, tensor } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { sequential } from '@tensorflow/tfjs-layers';
import '../src/index.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/**
 * What there is after garbage collection: tensors, their data, bytes of the wasm heap, bytes of JavaScript's.
 */
function inUse() {
  collectGarbage();
  const { numTensors, numDataBuffers } = memory();
  const { HEAPU8 } = (backend() as BackendWasm).wasm as unknown as { HEAPU8: Uint8Array };
  return { numTensors, numDataBuffers, wasm: HEAPU8.length, javaScript: process.memoryUsage().heapUsed };
}

test('2,000 steps of two heads in turns hold tensors and both heaps flat', async () => {
  await setBackend('wasm');
  const [batch, features, units] = [16, 20, 1000];
  const heads = [
    [new DFTOutput({ units, k: 10, slack: 6, inputShape: [features] }), oneVersusAll, adam()],
    [new BSLOutput({ units, features: 12, inputShape: [features] }), pickAllLabels, sgd({ momentum: 0.9 })],
  ] as const;
  const models = heads.map(([output, loss, optimizer]) => {
    const model = sequential({ layers: [output] });
    model.compile({ loss, optimizer });
    return model;
  });
  const x = tensor(seededValues(batch * features, 1), [batch, features]);
  const sets = Array.from({ length: batch }, (_, i) => [i, 3 * i + 40, 7 * i + 200]);
  const y = LabelSets.from(sets, units).toPadded();
  const steps = async (count: number) => {
    const losses: number[] = [];
    for (let step = 0; step < count; step++) {
      losses[step % 2] = (await models[step % 2].trainOnBatch(x, y)) as number;
    }
    return losses;
  };

  const firstLosses = await steps(2);
  await steps(4000); // V8 compiles, and keeps what it compiled
  const before = inUse();
  const lastLosses = await steps(2000);
  const after = inUse();
  lastLosses.forEach((loss, i) => expect(loss).toBeLessThan(firstLosses[i]));
  expect({ ...after, javaScript: 0 }).toEqual({ ...before, javaScript: 0 });
  expect(after.javaScript - before.javaScript).toBeLessThan(1e6); // 500 bytes a step
}, 60_000);
