import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { setBackend } from '@tensorflow/tfjs-core';

/** Runs the tests in `body` once on each backend that Node always has. */
export function describeEachBackend(body: () => void): void {
  describe.each(['cpu', 'wasm'])('on %s', (backend) => {
    beforeAll(() => setBackend(backend));
    body();
  });
}
