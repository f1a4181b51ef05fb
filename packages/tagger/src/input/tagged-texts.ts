import { checkOptions, isIterable, LabelSets, ValueError } from '@argmaxable/core';

/** Texts and the tags of each. */
export interface TaggedTexts {
  readonly texts: Iterable<string>;
  /** The tags of each text, in the same order: arrays or sets of names. A text may have none. */
  readonly tags: Iterable<Iterable<string>>;
}

/** Texts and their tags in arrays, all of the right type. */
export interface ReadTexts {
  readonly texts: readonly string[];
  readonly tags: readonly ReadonlySet<string>[];
}

/** Checks texts and tags. A tag that is given twice for a text counts once. */
export function readTaggedTexts(argument: string, data: TaggedTexts): ReadTexts {
  const { texts: givenTexts, tags: givenTags } = checkOptions(argument, data, ['texts', 'tags']);
  const texts = readTexts('texts', givenTexts);
  if (!isIterable(givenTags)) {
    throw new ValueError('tags', givenTags, 'an array of names for each text, such as [["bird", "animal"]]');
  }
  const tags = [...givenTags].map((names, i) => new Set(readStrings(`tags[${i}]`, names, 'of names')));
  if (tags.length !== texts.length) {
    throw new ValueError('tags', `tags of ${tags.length} texts`, `those of ${texts.length} texts`);
  }
  return { texts, tags };
}

export function readTexts(argument: string, texts: unknown): string[] {
  const strings = readStrings(argument, texts, 'of texts');
  if (strings.length === 0) throw new ValueError(argument, texts, 'one text or more');
  return strings;
}

function readStrings(argument: string, values: unknown, what: string): string[] {
  // A string is iterable too: its letters would pass for names.
  if (typeof values === 'string' || !isIterable(values)) {
    throw new ValueError(argument, values, `an array ${what}`);
  }
  return [...values].map((value, i) => {
    if (typeof value !== 'string') throw new ValueError(`${argument}[${i}]`, value, 'a string');
    return value;
  });
}

/** The names of the tags in the order in which they are first seen. */
export function namesOf(tags: readonly ReadonlySet<string>[]): string[] {
  return [...new Set(tags.flatMap((names) => [...names]))];
}

/** Tags as label sets, and how often each tag occurs that is no label. */
export function labelSetsOf(tags: readonly ReadonlySet<string>[], labels: readonly string[]) {
  const numbers = new Map(labels.map((label, i) => [label, i]));
  const unknownTags = new Map<string, number>();
  const sets = tags.map((names) =>
    [...names].flatMap((name) => {
      const number = numbers.get(name);
      if (number === undefined) unknownTags.set(name, (unknownTags.get(name) ?? 0) + 1);
      return number ?? [];
    }),
  );
  return { labelSets: LabelSets.from(sets, labels.length), unknownTags };
}
