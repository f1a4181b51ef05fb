import { labelFormats, type LabelFormat, type TextLimits } from '@argmaxable/data';

/** The command's options for reading a label file, by the loaders' names; files are given by their paths. */
export interface LabelOptions extends TextLimits {
  /** The format's name. */
  readonly format?: string;
  /** Field of JSON lines. */
  readonly field?: string;
  /** Mulan's XML file, for ARFF. */
  readonly xml?: string;
  /** MEKA's -C, for ARFF. */
  readonly labelCount?: number;
  /** File of label names. */
  readonly labelNames?: string;
  /** How deep JSON lines may be nested. */
  readonly maxNesting?: number;
}

/** An option of the command that loaders have too. */
type LoaderOption = Exclude<keyof LabelOptions, 'format'>;

/** The help text of the option. */
interface OptionText {
  readonly name: LoaderOption;
  readonly value: string;
  readonly what: string;
  /** The least integer that it takes, if it is an integer. */
  readonly least?: number;
  /** Whether it is about labels in every format, including those whose loader does not have it. */
  readonly common?: true;
}

export const optionTexts: readonly OptionText[] = [
  {
    name: 'field',
    value: '<name>',
    what: 'the field that holds the labels (default: each line is an array)',
  },
  { name: 'xml', value: '<file>', what: "Mulan's XML file, which names the labels" },
  {
    name: 'labelCount',
    value: '<n>',
    what: "the first n attributes are labels (below 0: the last), MEKA's -C",
    least: -Infinity,
  },
  {
    name: 'labelNames',
    value: '<file>',
    what: 'names of the labels in their order, one per line or a JSON array',
    common: true,
  },
  {
    name: 'maxLabels',
    value: '<n>',
    what: 'most labels that a file may have (default: 10000000)',
    least: 1,
    common: true,
  },
  {
    name: 'maxLineLength',
    value: '<n>',
    what: 'most characters of a line, or of JSON or XML as a whole (default: 16777216)',
    least: 1,
  },
  { name: 'maxNesting', value: '<n>', what: 'how deep they may be nested (default: 100)', least: 1 },
];

/** Options about label files, for one format or several. */
export const optionsOfFormats: readonly LoaderOption[] = optionTexts
  .filter(({ common }) => common !== true)
  .map(({ name }) => name);

/** The same without the options for all text formats, because a file of label names is text too. */
export const optionsOfSomeFormats = optionsOfFormats.filter((option) => formatsWith(option) !== 'text');

/** `--max-labels` for maxLabels. */
export function flagOf(option: string): string {
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The formats that an option is for, in words: 'JSON lines', or 'text' for all text formats. */
export function formatsWith(option: LoaderOption): string {
  const takers = labelFormats.filter((format) => takes(format, option));
  const texts = labelFormats.filter(({ content }) => content === 'text');
  return texts.every((format) => takes(format, option)) ? 'text' : titles(takers);
}

export function takes({ options }: LabelFormat, option: LoaderOption): boolean {
  return options.includes(option);
}

/** 'JSON lines, XMLC or ARFF'. */
export function titles(formats: readonly LabelFormat[]): string {
  const [last, ...others] = formats.map(({ title }) => title).reverse();
  return others.length === 0 ? last : `${others.reverse().join(', ')} or ${last}`;
}
