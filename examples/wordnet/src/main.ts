import type { LabelSets } from '@argmaxable/core';
import { describeMachine } from '@argmaxable/examples-common';
import { type BackendName, useBackend } from '@argmaxable/node';
import { type Dataset, loadDataset } from './dataset.js';
import { COMPARED, fingerprint } from './fingerprint.js';
import { fingerprintsInFreshProcess } from './fresh-process.js';
import { parseOptions, type Settings } from './options.js';
import { trainingProgress } from './progress.js';
import { summarize, verifyWithProgress } from './reachability.js';
import { reachableSharePlot, renderReport } from './report/index.js';
import type { ModelResult, RunResult } from './result.js';
import { RunFolder } from './run-folder.js';
import {
  aboutComparison,
  aboutVerdicts,
  describeData,
  describeUnreachable,
  describeVerdicts,
} from './sentences.js';
import { resultTable } from './table.js';
import { buildTagger, type Head, nameOf, outputLayer, type TaggerSettings } from './tagger.js';
import { trainTagger } from './training.js';
import { findUnreachable, type VerifiedModel } from './unreachable.js';

const args = process.argv.slice(2);
const options = parseOptions(args);
const interrupted = new AbortController();
// The first Ctrl-C stops after the step at hand; a second one at once.
process.once('SIGINT', () => {
  interrupted.abort();
  process.once('SIGINT', () => process.exit(130));
});

try {
  await run();
} catch (error) {
  if (interrupted.signal.aborted) {
    console.log(
      `Stopped. Go on from the last epoch's checkpoint with: npm start -- --resume --output ${options.output}`,
    );
    process.exitCode = 130;
  } else {
    console.error(`\n${(error as Error).message}`);
    process.exitCode = 1;
  }
}

async function run(): Promise<void> {
  const folder = new RunFolder(options.output);
  const settings = options.resume ? folder.resume() : options.settings;
  const { backend, name: backendName } = await useBackend(options.backend as BackendName | undefined);
  const data = loadDataset(settings);
  console.log(describeData(data));
  const job: Job = {
    ...{ folder, settings, data, distinct: data.heldOut.labelSets.distinct() },
    tagger: { ...settings, vocabulary: data.vocabulary.size, expectedActive: data.meanActive },
  };
  const heads = headsOf(settings, data);
  // So that a k too large is refused now, not after an hour
  for (const head of heads) outputLayer(head, job.tagger);
  if (!options.resume) folder.begin(settings);
  folder.write('vocabulary.json', JSON.stringify(data.vocabulary.words));
  folder.write('labels.json', JSON.stringify(data.labelNames));

  const models: ModelResult[] = [];
  const verified: VerifiedModel[] = [];
  for (const head of heads) {
    const { result, ...rest } = await trainAndVerify(head, job);
    models.push(result);
    verified.push(rest);
  }
  await compareWithFreshProcess(verified, job, backendName);

  const result: RunResult = {
    command: ['npm start', ...(args.length > 0 ? ['--', ...args] : [])].join(' '),
    date: new Date().toISOString(),
    machine: describeMachine(),
    backend,
    data: {
      labels: data.labelNames.length,
      train: data.train.tokens.length,
      heldOut: data.heldOut.tokens.length,
      distinctHeldOutSets: job.distinct.sets.size,
      vocabulary: data.vocabulary.size,
      meanActive: data.meanActive,
      maxActive: data.maxActive,
    },
    settings,
    models,
    unreachable: await findUnreachable(verified, data, job.distinct.inverse),
  };
  console.log(`\n${resultTable(models)}\n${aboutVerdicts}\n${aboutComparison}`);
  console.log(`\n${describeUnreachable(result.unreachable)}`);
  folder.write('result.json', JSON.stringify(result, null, 2));
  folder.write('report.html', renderReport(result));
  folder.write('reachable-label-sets.svg', reachableSharePlot(models));
  console.log(`\nReport: ${folder.file('report.html')}`);
}

/** What all models of a run share. */
interface Job {
  readonly folder: RunFolder;
  readonly settings: Settings;
  readonly data: Dataset;
  readonly tagger: TaggerSettings;
  /** The different label sets of the held-out examples, how many have each, and which each has. */
  readonly distinct: ReturnType<LabelSets['distinct']>;
}

function headsOf({ features, k, slack }: Settings, { maxActive }: Dataset): Head[] {
  return [
    ...features.map((d): Head => ({ kind: 'bsl', features: d })),
    { kind: 'dft', k: k ?? maxActive, slack },
  ];
}

async function trainAndVerify(
  head: Head,
  { folder, settings, data, tagger, distinct }: Job,
): Promise<VerifiedModel & { result: ModelResult }> {
  const name = nameOf(head);
  console.log(`\n${name}`);
  const progress = trainingProgress();
  const { model, epochs } = await trainTagger(
    () => buildTagger(head, tagger),
    data,
    settings,
    folder.checkpointOf(name),
    progress,
    interrupted.signal,
  ).finally(() => progress.stop());
  await model.save(`file://${folder.modelOf(name)}`);
  const reports = await verifyWithProgress(model, distinct.sets, interrupted.signal);
  const verification = summarize(reports, distinct.counts);
  console.log(describeVerdicts(verification));
  const { f1At10, microF1 } = epochs.at(-1)!;
  const result: ModelResult = {
    name,
    kind: head.kind,
    outputParameters: model.getLayer('labels').countParams(),
    totalParameters: model.countParams(),
    epochs,
    f1At10,
    microF1,
    trainSeconds: epochs.reduce((sum, { seconds }) => sum + seconds, 0),
    verification,
  };
  return { name, model, reports, result };
}

/** Says that the models, saved and loaded elsewhere, are the ones here, or throws. */
async function compareWithFreshProcess(
  models: readonly VerifiedModel[],
  { folder, settings, data }: Job,
  backend: BackendName,
): Promise<void> {
  console.log('\nLoading the models in a fresh process ...');
  const modelFolders = models.map(({ name }) => folder.modelOf(name));
  const there = await fingerprintsInFreshProcess({ modelFolders, settings, backend });
  for (const [i, { name, model, reports }] of models.entries()) {
    const here = await fingerprint(model, data.heldOut, reports.model);
    if (here.outputs !== there[i].outputs || here.verdicts !== there[i].verdicts) {
      throw new Error(
        `${name} gave other outputs or verdicts after it was loaded. This is a bug: please report it.`,
      );
    }
    const sets = Math.min(COMPARED.verdicts, reports.model.results.length);
    console.log(`  ${name}: the same outputs to the last bit, the same verdicts on ${sets} label sets`);
  }
}
