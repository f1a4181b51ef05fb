import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type BackendName, useBackend } from '@argmaxable/node';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { type DatasetSettings, loadDataset } from './dataset.js';
import { type Fingerprint, fingerprint } from './fingerprint.js';
import './mean-of-words.js'; // registers the layer, for loading
// DFTOutput and BSLOutput are registered by the verifier's import of '@argmaxable/layers'.

/** What a fresh process needs to load the models and to look at them as this one did. */
interface Task {
  readonly modelFolders: readonly string[];
  readonly settings: DatasetSettings;
  readonly backend: BackendName;
}

/** Loads saved models in a process of its own. Returns their fingerprints. */
export function fingerprintsInFreshProcess(task: Task): Promise<Fingerprint[]> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), { stdio: 'inherit' });
    let fingerprints: Fingerprint[] | undefined;
    child.on('message', (message) => (fingerprints = message as Fingerprint[]));
    child.on('error', reject);
    child.on('exit', (code) =>
      fingerprints
        ? resolve(fingerprints)
        : reject(new Error(`The process that loads the models ended with ${code}.`)),
    );
    child.send(task);
  });
}

async function answer({ modelFolders, settings, backend }: Task): Promise<void> {
  await useBackend(backend, { log: false });
  const { heldOut } = loadDataset(settings);
  const fingerprints: Fingerprint[] = [];
  for (const folder of modelFolders) {
    const model = await loadLayersModel(`file://${folder}/model.json`);
    fingerprints.push(await fingerprint(model, heldOut));
    model.dispose();
  }
  process.send!(fingerprints, () => process.disconnect());
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) {
  process.once('message', (task: Task) => void answer(task));
}
