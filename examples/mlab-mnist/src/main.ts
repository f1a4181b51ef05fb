import { describeMachine, OutputFolder } from '@argmaxable/examples-common';
import { type BackendName, useBackend } from '@argmaxable/node';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Dataset, loadDataset } from './dataset.js';
import { buildNetwork, featuresOf, type Head, nameOf } from './network.js';
import { parseOptions, type Settings } from './options.js';
import { trainingProgress } from './progress.js';
import { renderReport } from './report/index.js';
import type { ModelResult, RunResult } from './result.js';
import { sampleImages } from './samples.js';
import { resultTable } from './table.js';
import { trainNetwork } from './training.js';

const args = process.argv.slice(2);
const options = parseOptions(args);

try {
  await run();
} catch (error) {
  console.error(`\n${(error as Error).message}`);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const { settings } = options;
  const started = performance.now();
  const { backend } = await useBackend(options.backend as BackendName | undefined);
  const data = loadDataset(settings);
  const { length: train } = data.train.images;
  const { length: test } = data.test.images;
  console.log(
    `Multi-label MNIST: ${train} images to train on, ${test} to test, of ${data.imageSize} x ${data.imageSize} pixels.`,
  );
  const folder = new OutputFolder(options.output);
  folder.make(); // so that a folder that cannot be made is found out now, not after the training

  const trained: Trained[] = [];
  for (const head of [{ kind: 'linear', features: settings.features }, { kind: 'etf' }] satisfies Head[]) {
    trained.push(await trainHead(head, data, settings));
  }

  const models = trained.map(({ result }) => result);
  const result: RunResult = {
    command: ['npm run mlab-mnist', ...(args.length > 0 ? ['--', ...args] : [])].join(' '),
    date: new Date().toISOString(),
    machine: describeMachine(),
    backend,
    settings,
    data: { train, test, imageSize: data.imageSize },
    models,
    samples: sampleImages(data, trained, settings.seed),
    seconds: (performance.now() - started) / 1000,
  };
  console.log(`\n${resultTable(models)}`);
  folder.write('result.json', JSON.stringify(result, null, 2));
  console.log(`\nResult: ${folder.file('result.json')}`);
  if (!options.report) return;
  folder.write('report.html', renderReport(result));
  console.log(`Report: ${folder.file('report.html')}`);
}

interface Trained {
  readonly name: string;
  readonly model: LayersModel;
  readonly result: ModelResult;
}

async function trainHead(head: Head, data: Dataset, settings: Settings): Promise<Trained> {
  const name = nameOf(head);
  console.log(`\n${name}`);
  const model = buildNetwork(head, { ...settings, imageSize: data.imageSize });
  const progress = trainingProgress(settings.epochs);
  const interrupt = (): void => {
    progress.stop(); // gives the terminal its cursor back
    process.exit(130);
  };
  process.once('SIGINT', interrupt);
  const started = performance.now();
  const epochs = await trainNetwork(model, data, settings, progress).finally(() => {
    process.off('SIGINT', interrupt);
    progress.stop();
  });
  const result: ModelResult = {
    name,
    kind: head.kind,
    features: featuresOf(head),
    outputParameters: model.getLayer('labels').countParams(),
    totalParameters: model.countParams(),
    epochs,
    trainSeconds: (performance.now() - started) / 1000,
  };
  return { name, model, result };
}
