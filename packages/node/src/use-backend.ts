import { checkFunction, checkOptions, describeValue } from '@argmaxable/core';
import * as tf from '@tensorflow/tfjs-core';
import { BackendError, errorCode, errorMessage } from './errors.js';
import { findNativePackage } from './native-binding.js';

const VARIABLE = 'ARGMAXABLE_BACKEND';

/** The backends that `useBackend` can choose, best first. */
const NAMES = ['tfjs-node-gpu', 'tfjs-node', 'wasm', 'cpu'] as const;

/**
 * The name of a backend, after the package that provides it: `tfjs-node-gpu` and `tfjs-node` are the packages
 * `@tensorflow/tfjs-node-gpu` and `@tensorflow/tfjs-node` (libtensorflow), `wasm` is
 * `@tensorflow/tfjs-backend-wasm` with the training kernels of `@argmaxable/wasm-training`, `cpu` is
 * `@tensorflow/tfjs-backend-cpu` (plain JavaScript, slow).
 */
export type BackendName = (typeof NAMES)[number];

/** A better backend that is installed but cannot be used. */
export interface SkippedBackend {
  name: BackendName;
  /** Why it cannot be used, with the name of the package. */
  reason: string;
  /** What to do in order to use it. */
  advice: string;
}

/** The result of `useBackend`. */
export interface BackendChoice {
  name: BackendName;
  /** What `tf.getBackend()` now returns: 'tensorflow' for both tfjs-node packages, else the name. */
  backend: string;
  /** The better backends that are installed but broken, best first; those not installed are not listed. */
  skipped: SkippedBackend[];
}

/** Options of `useBackend`. */
export interface UseBackendOptions {
  /**
   * Is called with one line of text per call of `useBackend`; `false` for no output. By default
   * `console.info`, or `console.warn` if a better backend was skipped.
   */
  log?: ((line: string) => void) | false;
}

type Attempt = 'taken' | 'absent' | { reason: string; advice: string; cause?: unknown };

const LABELS: Record<BackendName, string> = {
  'tfjs-node-gpu': '@tensorflow/tfjs-node-gpu',
  'tfjs-node': '@tensorflow/tfjs-node',
  wasm: '@tensorflow/tfjs-backend-wasm with @argmaxable/wasm-training',
  cpu: '@tensorflow/tfjs-backend-cpu',
};

/**
 * Makes tfjs use the best installed backend, or the named one, and writes one line on the console that says
 * which.
 *
 * The order is `tfjs-node-gpu`, `tfjs-node`, `wasm`, `cpu`. A package that is not installed is skipped
 * without a message. A package that is installed but broken is skipped too, and the line and `skipped` say
 * why and what to do; the most frequent case is tfjs-node whose install script could not download its native
 * binding. A backend is usable if it multiplies two small matrices correctly.
 *
 * @param name One of 'tfjs-node-gpu', 'tfjs-node', 'wasm', 'cpu': this backend is used, or an error is
 * thrown; there is no fallback. If it is omitted, the environment variable `ARGMAXABLE_BACKEND` has the same
 * meaning (an empty one counts as not set); without both, the best is used.
 * @param options `log`: see `UseBackendOptions`.
 * @returns The backend that is used, and the skipped ones.
 * @throws BackendError if the name is unknown (the message says where it came from and lists the names), if
 * the requested backend is not installed or broken, or if none works. Then the backend that was in use before
 * stays in use.
 * @throws ValueError for unknown options.
 * @example
 * import { useBackend } from '@argmaxable/node';
 * const { name, backend, skipped } = await useBackend();
 * console.log(name, backend, skipped.length); // wasm wasm 0
 */
export async function useBackend(
  name?: BackendName,
  options: UseBackendOptions = {},
): Promise<BackendChoice> {
  const { log } = checkOptions('useBackend', options, ['log']);
  if (log !== undefined && log !== false) checkFunction('log', log);
  const before = tf.getBackend();
  const forced = requestedBackend(name);
  const skipped: SkippedBackend[] = [];
  for (const candidate of forced ? [forced.name] : NAMES) {
    const attempt = await tryBackend(candidate);
    if (attempt === 'taken') {
      const choice = { name: candidate, backend: tf.getBackend(), skipped };
      say(choice, log);
      return choice;
    }
    if (forced) {
      await restore(before);
      throw forcedError(forced, attempt);
    }
    if (attempt !== 'absent') {
      skipped.push({ name: candidate, reason: attempt.reason, advice: attempt.advice });
    }
  }
  await restore(before);
  throw new BackendError('auto', `No tfjs backend can be used. ${skipped.map(describeSkipped).join(' ')}`);
}

interface Request {
  name: BackendName;
  source: string;
}

function requestedBackend(argument: string | undefined): Request | undefined {
  const fromEnvironment = process.env[VARIABLE];
  const name = argument === undefined ? fromEnvironment || undefined : argument;
  if (name === undefined) return undefined;
  const source =
    argument === undefined ? `the environment variable ${VARIABLE}` : 'the argument of useBackend';
  if (!NAMES.includes(name as BackendName)) {
    const allowed = NAMES.map((known) => `'${known}'`).join(', ');
    throw new BackendError(
      typeof name === 'string' ? name : describeValue(name),
      `The backend must be one of ${allowed}; got ${describeValue(name)} from ${source}. Omit it to use the best installed backend.`,
    );
  }
  return { name: name as BackendName, source };
}

async function tryBackend(name: BackendName): Promise<Attempt> {
  switch (name) {
    case 'tfjs-node-gpu':
    case 'tfjs-node':
      return tryNativePackage(LABELS[name]);
    case 'wasm':
      return tryEmbedded(name, LABELS.wasm, async () => {
        await import('@tensorflow/tfjs-backend-wasm');
        await import('@argmaxable/wasm-training');
      });
    case 'cpu':
      return tryEmbedded(name, LABELS.cpu, () => import('@tensorflow/tfjs-backend-cpu'));
  }
}

async function tryNativePackage(packageName: string): Promise<Attempt> {
  const found = findNativePackage(packageName);
  if (found.status !== 'whole') return found.status === 'absent' ? 'absent' : found;
  const wasRegistered = tf.findBackendFactory('tensorflow') != null;
  const advice =
    `Run \`npm rebuild ${packageName} --build-addon-from-source\`, check that its version supports Node ` +
    `${process.version}, or \`npm uninstall ${packageName}\`.`;
  try {
    found.load();
    if (tf.findBackendFactory('tensorflow') == null) {
      return {
        reason: `${packageName} at ${found.folder} registers its backend with another copy of @tensorflow/tfjs-core`,
        advice:
          'Install every @tensorflow package in the same version, so that `npm ls @tensorflow/tfjs-core` shows one copy.',
      };
    }
    await activate('tensorflow');
    return 'taken';
  } catch (cause) {
    // Remove what it has registered, because a second package of the family would register the same names.
    if (!wasRegistered) unregister('tensorflow');
    return {
      reason: `${packageName} is installed at ${found.folder} but does not work: ${errorMessage(cause)}`,
      advice,
      cause,
    };
  }
}

async function tryEmbedded(
  name: BackendName,
  packages: string,
  load: () => Promise<unknown>,
): Promise<Attempt> {
  try {
    await load();
    await activate(name);
    return 'taken';
  } catch (cause) {
    const isMissing = ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'].includes(errorCode(cause) ?? '');
    return {
      reason: `${packages} ${isMissing ? 'is not installed' : 'does not work'}: ${errorMessage(cause)}`,
      advice: `Install it again: \`npm install @tensorflow/tfjs-backend-${name}@${tf.version_core}\`.`,
      cause,
    };
  }
}

/** Makes the registered backend the current one and multiplies with it; throws the reason if either fails. */
async function activate(backend: string): Promise<void> {
  if (!(await tf.setBackend(backend))) {
    // tfjs has printed the reason and returned false; calling the factory gives the reason again.
    const instance = await tf.findBackendFactory(backend)?.();
    instance?.dispose();
    throw new Error(`its backend '${backend}' could not be initialised`);
  }
  await tf.ready();
  const product = tf.tidy(() => tf.sum(tf.matMul(tf.ones([2, 2]), tf.ones([2, 2]))));
  const [value] = await product.data();
  product.dispose();
  if (value !== 8) throw new Error(`a product of two small matrices came out as ${value}, not 8`);
}

function unregister(backend: string): void {
  for (const { kernelName } of tf.getKernelsForBackend(backend)) tf.unregisterKernel(kernelName, backend);
  if (tf.findBackendFactory(backend) != null) tf.removeBackend(backend);
}

async function restore(backend: string | undefined): Promise<void> {
  if (backend && tf.getBackend() !== backend) await tf.setBackend(backend);
}

function forcedError({ name, source }: Request, attempt: Exclude<Attempt, 'taken'>): BackendError {
  const asked = `The backend '${name}', asked for by ${source}, cannot be used`;
  if (attempt === 'absent') {
    const fix = `Run \`npm install ${LABELS[name]}\`, or omit the name to use the best installed backend.`;
    return new BackendError(name, `${asked}: ${LABELS[name]} is not installed. ${fix}`);
  }
  const options = attempt.cause === undefined ? undefined : { cause: attempt.cause };
  return new BackendError(name, `${asked}: ${attempt.reason}. ${attempt.advice}`, options);
}

function say({ name, backend, skipped }: BackendChoice, log: UseBackendOptions['log']): void {
  if (log === false) return;
  const taken = `argmaxable: using the tfjs backend '${backend}' (${LABELS[name]}).`;
  const line = [taken, ...skipped.map(describeSkipped)].join(' ');
  if (log) log(line);
  else if (skipped.length > 0) console.warn(line);
  else console.info(line);
}

function describeSkipped({ name, reason, advice }: SkippedBackend): string {
  return `Not '${name}': ${reason}. ${advice}`;
}
