import '@tensorflow/tfjs-backend-cpu';
import { registerTrainingKernels, trainingKernelNames } from '@argmaxable/wasm-training';
import { getKernel, setBackend, unregisterKernel } from '@tensorflow/tfjs-core';

/** Where losses and optimizers run: on cpu and on wasm by tfjs's operations, and on wasm by our kernels. */
export const backends = ['cpu', 'wasm', 'wasm with kernels'] as const;

/** Kernels of our own operations; the others of the package stand in for stock ones. */
const ownKernels = trainingKernelNames.filter((name) => name.startsWith('Argmaxable'));

/** Selects the backend; on 'wasm' the kernels of our own operations are gone. */
export async function use(backend: (typeof backends)[number]): Promise<void> {
  if (backend === 'wasm with kernels') registerTrainingKernels();
  else ownKernels.filter((name) => getKernel(name, 'wasm')).forEach((name) => unregisterKernel(name, 'wasm'));
  await setBackend(backend === 'wasm with kernels' ? 'wasm' : backend);
}
