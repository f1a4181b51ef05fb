import type { TaggedTexts } from '../src/index.js';

const subjects: Record<string, string[]> = {
  bird: ['sparrow', 'eagle', 'finch', 'robin', 'owl'],
  plant: ['rose', 'fern', 'oak', 'moss', 'tulip'],
  tool: ['hammer', 'saw', 'chisel', 'drill', 'pliers'],
};
const qualities: Record<string, string[]> = { small: ['tiny', 'little'], large: ['huge', 'giant'] };

/** Texts whose tags follow from their words: one of three subjects, and a size in two of three. */
export function smallData(): { texts: string[]; tags: string[][] } {
  const texts: string[] = [];
  const tags: string[][] = [];
  for (const [subject, names] of Object.entries(subjects)) {
    for (const name of names) {
      for (const [size, words] of Object.entries(qualities)) {
        for (const word of words) {
          texts.push(`a ${word} ${name}`);
          tags.push([subject, size]);
        }
      }
      texts.push(`the ${name} of the ${subject} kind`);
      tags.push([subject]);
    }
  }
  return { texts, tags };
}

/** One of each kind of what `train` refuses. */
export const wrongData: [string, TaggedTexts, RegExp][] = [
  ['no texts', { texts: [], tags: [] }, /texts must be one text or more/],
  ['a number as text', { texts: [5 as never], tags: [['a']] }, /texts\[0\] must be a string; got 5/],
  ['tags as one string', { texts: ['a b'], tags: ['ab' as never] }, /tags\[0\] must be an array of names/],
  ['a number as tag', { texts: ['a b'], tags: [[5 as never]] }, /tags\[0\]\[0\] must be a string; got 5/],
  ['too few tags', { texts: ['a', 'b'], tags: [['x']] }, /tags must be those of 2 texts/],
  ['no tags at all', { texts: ['a b', 'a b'], tags: [[], []] }, /tags must be one tag or more/],
  ['one string of texts', { texts: 'ab', tags: [['x'], ['y']] }, /texts must be an array of texts/],
];
