import type { LabelSets } from '@argmaxable/core';
import { labelFrequencies } from '@argmaxable/data';
import { describeMachine } from '@argmaxable/examples-common';
import { type BackendName, useBackend } from '@argmaxable/node';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Dataset, loadDataset, validationSplit } from './dataset.js';
import { COMPARED, fingerprint } from './fingerprint.js';
import { fingerprintsInFreshProcess } from './fresh-process.js';
import { type Head, headsOf, nameOf } from './heads.js';
import { parseOptions, ratesFrom, type Settings } from './options.js';
import { trainingProgress } from './progress.js';
import { rateOf } from './rates.js';
import { type Reports, summarize, verifyWithProgress } from './reachability.js';
import { reachableSharePlot, renderReport } from './report/index.js';
import type {
  EpochResult,
  ModelResult,
  RunResult,
  SeedResult,
  Tuning,
  VerificationResult,
} from './result.js';
import { RunFolder } from './run-folder.js';
import {
  aboutComparison,
  aboutVerdicts,
  describeData,
  describeTuning,
  describeUnreachable,
  describeVerdicts,
  headline,
} from './sentences.js';
import { resultTable } from './table.js';
import { buildTagger, outputLayer, type TaggerSettings } from './tagger.js';
import { DivergedError, type Training, trainTagger } from './training.js';
import { chooseRate, type TriedRate, tryRates } from './tuning.js';
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
  const settings = options.resume ? folder.resume(Object.keys(options.settings)) : options.settings;
  const { backend, name: backendName } = await useBackend(options.backend as BackendName | undefined);
  const data = loadDataset(settings);
  console.log(describeData(data));
  const job: Job = {
    ...{ folder, settings, data, distinct: data.heldOut.labelSets.distinct() },
    tagger: {
      ...settings,
      vocabulary: data.vocabulary.size,
      expectedActive: data.meanActive,
      labelFrequencies: labelFrequencies(data.train.labelSets),
    },
  };
  const heads = headsOf({ ...settings, k: settings.k ?? data.maxActive });
  // So that a k too large is refused now, not after an hour
  for (const head of heads) outputLayer(head, job.tagger);
  if (!options.resume) folder.begin(settings);
  folder.write('vocabulary.json', JSON.stringify(data.vocabulary.words));
  folder.write('labels.json', JSON.stringify(data.labelNames));

  const tuning = settings.tune && (await tune(heads, settings.tune, job));
  const models: ModelResult[] = [];
  const verified: VerifiedModel[] = [];
  for (const head of heads) {
    const learningRate = tuning
      ? chooseRate(nameOf(head), tuning.tried).learningRate
      : rateOf(settings.learningRates, head);
    const { result, ...first } = await trainAndVerifySeeds(head, learningRate, job);
    models.push(result);
    verified.push(first);
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
    tuning,
    ratesFrom: tuning ? 'tuned' : ratesFrom(settings),
    models,
    unreachable: await findUnreachable(verified, data, job.distinct.inverse),
  };
  console.log(`\n${resultTable(models)}\n${aboutVerdicts}\n${aboutComparison(result)}`);
  console.log(`\n${headline(models)}`);
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

/** Tries the rates on every head, on a part of the training examples as large as the held-out part. */
async function tune(
  heads: readonly Head[],
  rates: readonly number[],
  { folder, settings, data, tagger }: Job,
): Promise<Tuning> {
  const examples = settings.heldOut;
  const split = validationSplit(data, examples);
  const score = async (i: number, learningRate: number): Promise<number> => {
    const head = heads[i];
    console.log(`\nTrying ${nameOf(head)} at ${learningRate}, on ${examples} validation examples`);
    const training = { ...settings, learningRate };
    try {
      const { model, epochs } = await train(() => buildTagger(head, tagger), split, training, null);
      model.dispose();
      return epochs.at(-1)!.microF1;
    } catch (error) {
      if (!(error instanceof DivergedError)) throw error;
      console.log('  the loss diverged: counted as a micro-F1 of 0');
      return 0;
    }
  };
  const keep = (tried: readonly TriedRate[]): Promise<void> => folder.keepTuning(tried);
  const tried = await tryRates(heads.map(nameOf), rates, folder.tuning(), score, keep);
  console.log(`\n${describeTuning(heads.map(nameOf), tried)}`);
  return { examples, tried };
}

/** Trains with a live bar. */
async function train(
  build: () => LayersModel,
  data: Pick<Dataset, 'train' | 'heldOut'>,
  training: Training,
  checkpoint: string | null,
): ReturnType<typeof trainTagger> {
  const progress = trainingProgress();
  return trainTagger(build, data, training, checkpoint, progress, interrupted.signal).finally(() =>
    progress.stop(),
  );
}

/** Trains a head with every seed. The model of the first seed stays; the others are saved and disposed. */
async function trainAndVerifySeeds(
  head: Head,
  learningRate: number,
  job: Job,
): Promise<VerifiedModel & { result: ModelResult }> {
  const { seed, seeds } = job.settings;
  const first = await trainAndVerify(head, learningRate, seed, job);
  const runs = [seedResult(seed, first)];
  for (let next = seed + 1; next < seed + seeds; next++) {
    const other = await trainAndVerify(head, learningRate, next, job);
    other.model.dispose();
    runs.push(seedResult(next, other));
  }
  const { model, reports, epochs, verification } = first;
  const name = nameOf(head);
  const { microF1 } = epochs.at(-1)!;
  const result: ModelResult = {
    ...{ name, kind: head.kind, width: head.width, learningRate },
    outputParameters: model.getLayer('labels').countParams(),
    totalParameters: model.countParams(),
    ...{ epochs, verification, seeds: runs },
    trainSeconds: epochs.reduce((sum, { seconds }) => sum + seconds, 0),
  };
  return { name, model, reports, microF1, result };
}

/** A model trained with one seed, and what is proved of it. */
interface Trained {
  readonly model: LayersModel;
  readonly epochs: readonly EpochResult[];
  readonly reports: Reports;
  readonly verification: VerificationResult;
}

function seedResult(seed: number, { epochs, verification }: Trained): SeedResult {
  const { f1At10, microF1, exact } = epochs.at(-1)!;
  const { model, classifier } = verification;
  return {
    ...{ seed, f1At10, microF1, exact },
    ...{ model: model.unargmaxable, undecided: model.undecided, classifier: classifier.unargmaxable },
  };
}

async function trainAndVerify(
  head: Head,
  learningRate: number,
  seed: number,
  { folder, settings, data, tagger, distinct }: Job,
): Promise<Trained> {
  const name = seed === settings.seed ? nameOf(head) : `${nameOf(head)} seed=${seed}`;
  console.log(`\n${name}`);
  const build = (): LayersModel => buildTagger(head, { ...tagger, seed });
  const training = { ...settings, learningRate, seed };
  const { model, epochs } = await train(build, data, training, folder.checkpointOf(name));
  await model.save(`file://${folder.modelOf(name)}`);
  const reports = await verifyWithProgress(model, distinct.sets, interrupted.signal);
  const verification = summarize(reports, distinct.counts);
  console.log(describeVerdicts(verification));
  return { model, epochs, reports, verification };
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
