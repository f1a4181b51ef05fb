import '@argmaxable/wasm-training';
import '@tensorflow/tfjs-backend-cpu';
import {
  getKernel,
  registerKernel,
  setBackend,
  unregisterKernel,
  type KernelConfig,
} from '@tensorflow/tfjs-core';

/** Where optimizers run: by tfjs's operations, and by the kernels of @argmaxable/wasm-training. */
export const backends = ['cpu', 'wasm', 'wasm with kernels'] as const;

const kernels = ['ArgmaxableAdam', 'ArgmaxableMomentum'].map((name): KernelConfig => getKernel(name, 'wasm'));

/** Selects the backend; on 'wasm' our kernels are gone. */
export async function use(backend: (typeof backends)[number]): Promise<void> {
  const wanted = backend === 'wasm with kernels';
  for (const kernel of kernels) {
    const there = getKernel(kernel.kernelName, 'wasm') !== undefined;
    if (there && !wanted) unregisterKernel(kernel.kernelName, 'wasm');
    if (!there && wanted) registerKernel(kernel);
  }
  await setBackend(wanted ? 'wasm' : backend);
}
