import { useBackend, type BackendName } from '@argmaxable/node';
import type { VerifyReport } from '@argmaxable/verify';
import { type Dataset, loadDataset } from './dataset.js';
import { COMPARED, type Fingerprint, fingerprint } from './fingerprint.js';
import { fingerprintsInFreshProcess } from './fresh-process.js';
import { describeMachine } from './machine.js';
import { parseOptions, type Settings } from './options.js';
import { trainingProgress } from './progress.js';
import { summarize, verifyWithProgress } from './reachability.js';
import { reachableSharePlot, renderReport } from './report/index.js';
import type { ModelResult, RunResult, UnreachableExample } from './result.js';
import { RunFolder } from './run-folder.js';
import { resultTable } from './table.js';
import { buildTagger, type Head, nameOf, outputLayer } from './tagger.js';
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
  describeData(data, settings);
  const heads = headsOf(settings, data);
  const taggerSettings = { ...settings, vocabulary: data.vocabulary.size, expectedActive: data.meanActive };
  for (const head of heads) outputLayer(head, taggerSettings); // so that a k too large is refused now, not after an hour
  if (!options.resume) folder.begin(settings);
  folder.write('vocabulary.json', JSON.stringify(data.vocabulary.words));
  folder.write('labels.json', JSON.stringify(data.labelNames));

  const { sets, counts, inverse } = data.heldOut.labelSets.distinct();
  const results: ModelResult[] = [];
  const verified: VerifiedModel[] = [];
  for (const head of heads) {
    const name = nameOf(head);
    console.log(`\n${name}`);
    const progress = trainingProgress();
    const { model, epochs } = await trainTagger(
      () => buildTagger(head, taggerSettings),
      data,
      settings,
      folder.checkpointOf(name),
      progress,
      interrupted.signal,
    ).finally(() => progress.stop());
    await model.save(`file://${folder.modelOf(name)}`);
    const report = await verifyWithProgress(model, sets, interrupted.signal);
    describeVerdicts(report);
    verified.push({ name, model, report });
    const { f1At10, microF1 } = epochs.at(-1)!;
    results.push({
      name,
      kind: head.kind,
      outputParameters: model.getLayer('labels').countParams(),
      totalParameters: model.countParams(),
      epochs,
      f1At10,
      microF1,
      trainSeconds: epochs.reduce((sum, { seconds }) => sum + seconds, 0),
      verification: summarize(report, counts),
    });
  }

  console.log('\nLoading the models in a fresh process ...');
  const here: Fingerprint[] = [];
  for (const { model, report } of verified) here.push(await fingerprint(model, data.heldOut, report));
  const modelFolders = verified.map(({ name }) => folder.modelOf(name));
  compare(verified, here, await fingerprintsInFreshProcess({ modelFolders, settings, backend: backendName }));

  const unreachable = findUnreachable(verified, data, inverse);
  const result: RunResult = {
    command: ['npm start', ...(args.length > 0 ? ['--', ...args] : [])].join(' '),
    date: new Date().toISOString(),
    machine: describeMachine(),
    backend,
    data: {
      labels: data.labelNames.length,
      train: data.train.tokens.length,
      heldOut: data.heldOut.tokens.length,
      distinctHeldOutSets: sets.size,
      vocabulary: data.vocabulary.size,
      meanActive: data.meanActive,
      maxActive: data.maxActive,
    },
    settings,
    models: results,
    unreachable,
  };
  console.log(`\n${resultTable(results)}\n\n${describeUnreachable(unreachable)}`);
  folder.write('result.json', JSON.stringify(result, null, 2));
  folder.write('report.html', renderReport(result));
  folder.write('reachable-label-sets.svg', reachableSharePlot(results));
  console.log(`\nReport: ${folder.file('report.html')}`);
}

function headsOf({ features, k, slack }: Settings, { maxActive }: Dataset): Head[] {
  return [
    ...features.map((d): Head => ({ kind: 'bsl', features: d })),
    { kind: 'dft', k: k ?? maxActive, slack },
  ];
}

function describeData(data: Dataset, { labels }: Settings): void {
  console.log(
    `WordNet 3.1 nouns: ${data.train.tokens.length} examples to train on, ${data.heldOut.tokens.length} held out; ${labels} labels, ` +
      `${data.meanActive.toFixed(1)} active per example, ${data.maxActive} at most; ${data.vocabulary.size} words.`,
  );
}

function describeVerdicts({ distinctCounts, milliseconds, results }: VerifyReport): void {
  const { argmaxable, unargmaxable, undecided } = distinctCounts;
  console.log(
    `  ${results.length} distinct held-out label sets: ${argmaxable} reachable, ${unargmaxable} unreachable, ` +
      `${undecided} undecided (${(milliseconds / 1000).toFixed(1)} s)`,
  );
}

/** Says that the loaded models are the ones that were saved, or throws. */
function compare(
  models: readonly VerifiedModel[],
  here: readonly Fingerprint[],
  there: readonly Fingerprint[],
): void {
  models.forEach(({ name, report }, i) => {
    if (here[i].outputs !== there[i].outputs || here[i].verdicts !== there[i].verdicts) {
      throw new Error(
        `${name} gave other outputs or verdicts after it was loaded. This is a bug: please report it.`,
      );
    }
    const sets = Math.min(COMPARED.verdicts, report.results.length);
    console.log(`  ${name}: the same outputs to the last bit, the same verdicts on ${sets} label sets`);
  });
}

function describeUnreachable(example: UnreachableExample | null): string {
  if (!example) return 'Every held-out label set is within reach of the first model.';
  const predicted = example.predictedBy.map(
    ({ model, labels }) => `  ${model} predicts: ${labels.join(', ') || '(nothing)'}`,
  );
  return [
    `${example.model} can never predict the labels of '${example.lemma}', whatever the input:`,
    `  gloss: ${example.gloss}`,
    `  labels: ${example.labels.join(', ')}`,
    ...predicted,
  ].join('\n');
}
