import { labelFormats } from '@argmaxable/data';
import { type Command, Option } from 'commander';
import { flagOf, formatsWith, optionTexts, titles } from '../labels/options.js';
import { integer } from '../option-values.js';

/** Adds the options for reading a label file. */
export function addLabelOptions(command: Command): Command {
  const format = new Option(
    '--format <name>',
    'the format of the label file (default: by its extension, and for .txt by its first line)',
  );
  command.addOption(format.choices(labelFormats.map(({ name }) => name)));
  for (const { name, value, what, least, common } of optionTexts) {
    const formats = common ? 'text' : formatsWith(name);
    const option = new Option(`${flagOf(name)} ${value}`, formats === 'text' ? what : `${formats}: ${what}`);
    command.addOption(least === undefined ? option : option.argParser(integer(least)));
  }
  return command;
}

/** The formats of a file of label sets. */
export const labelsArgument = `label sets: ${titles(labelFormats)}`;
