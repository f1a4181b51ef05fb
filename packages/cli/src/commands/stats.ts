import type { Command } from 'commander';
import {
  labelStatistics,
  type LabelStatistics,
  type LayerRecommendation,
  recommendLayer,
  suggestLabelOrder,
} from '@argmaxable/data';
import { type Context, printLine } from '../terminal/context.js';
import { exitCode } from '../terminal/exit-code.js';
import { readLabels } from '../labels/labels.js';
import type { LabelOptions } from '../labels/options.js';
import { defined, integer, number } from '../option-values.js';
import { checkOutputs, writeAtomically } from '../output/atomic-file.js';
import { addLabelOptions, labelsArgument } from './label-options.js';
import { describeStats } from './stats-table.js';

type Options = LabelOptions & {
  readonly numLabels?: number;
  readonly features?: number;
  readonly slack?: number;
  readonly share?: number;
  readonly radius?: number;
  readonly seed?: number;
  readonly order?: string;
  readonly json?: boolean;
};

/** `argmaxable stats LABELS`. */
export function addStats(program: Command, context: Context, end: (code: number) => void): void {
  const command = program
    .command('stats')
    .summary('statistics of label sets, and the DFT layer that they need')
    .description(
      'Describes label sets: examples, labels, active labels, different sets; runs of neighbours around the circle ' +
        'of labels under the given and a better order; and the smallest DFT layer that reaches them all, with its parameters.',
    )
    .argument('<labels>', labelsArgument);
  addLabelOptions(command)
    .option(
      '-n, --num-labels <n>',
      'number of labels (default: the number in the file, or one more than the largest label)',
      integer(1),
    )
    .option(
      '--features <E>',
      'number of features that the output layer gets; parameters are then counted',
      integer(1),
    )
    .option('--slack <s>', 'slack columns of the DFT layer (default: 0)', integer(0))
    .option(
      '--share <share>',
      'share of the examples that the recommended layer is to reach (default: 1)',
      number('above 0'),
    )
    .option(
      '--radius <radius>',
      'radius that this share is expected to have, before training and without slack (default: any)',
      number('above 0'),
    )
    .option('--seed <seed>', 'seed of the search for a better order (default: 0)', integer(0))
    .option('--order <file>', 'write the better order as a JSON array, for labelOrder of DFTOutput')
    .option('--json', 'print JSON')
    .action(async (path: string, options: Options) => end(await run(path, options, context)));
}

async function run(path: string, options: Options, { stdout }: Context): Promise<number> {
  const { features, slack, share, radius, seed, order, json } = options;
  await checkOutputs({ '--order': order }, [path, options.xml, options.labelNames]);
  const { labelSets } = await readLabels(path, options.numLabels ?? null, options);
  const labelOrder = suggestLabelOrder(labelSets, defined({ seed }));
  const given = labelStatistics(labelSets, defined({ features, slack }));
  const better = labelStatistics(labelSets, { labelOrder, ...defined({ features, slack }) });
  const recommended = recommendLayer(labelSets, {
    labelOrder,
    ...defined({ features, slack, share, radius }),
  });
  if (order !== undefined) await writeAtomically(order, `${JSON.stringify([...labelOrder])}\n`);
  printLine(
    stdout,
    json
      ? JSON.stringify(toJson(given, better, recommended))
      : describeStats(given, better, recommended, { share, radius }),
  );
  return exitCode.allGood;
}

function toJson(
  given: LabelStatistics,
  better: LabelStatistics,
  recommended: LayerRecommendation | null,
): object {
  const { cyclicRuns, smallestLayer, ...common } = given;
  return {
    ...common,
    givenOrder: { cyclicRuns, smallestLayer },
    betterOrder: { cyclicRuns: better.cyclicRuns, smallestLayer: better.smallestLayer },
    recommendedLayer: recommended && {
      ...recommended,
      labelOrder: recommended.labelOrder && [...recommended.labelOrder],
    },
  };
}
