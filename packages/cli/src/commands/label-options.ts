import { type Command, Option } from 'commander';
import { labelFormats } from '../labels/labels.js';
import { integer } from '../option-values.js';

/** Adds the options that say how a label file is read. */
export function addLabelOptions(command: Command): Command {
  const format = new Option(
    '--format <name>',
    'what the label file is (default: by its extension, and of .txt by its first line)',
  );
  return command
    .addOption(format.choices(labelFormats))
    .option('--field <name>', 'JSON lines: the field that holds the labels (default: each line is an array)')
    .option('--xml <file>', "ARFF: Mulan's XML file, which names the labels")
    .option(
      '--label-count <n>',
      "ARFF: the first n attributes are labels (below 0: the last), MEKA's -C",
      integer(-Infinity),
    )
    .option('--label-names <file>', 'names of the labels in their order, one per line or a JSON array')
    .option('--max-labels <n>', 'most labels that a file may make (default: 10000000)', integer(1))
    .option(
      '--max-line-length <n>',
      'most characters of a line, or of JSON or XML as a whole (default: 16777216)',
      integer(1),
    )
    .option('--max-nesting <n>', 'JSON lines: how deep they may nest (default: 100)', integer(1));
}
