import { checkString, ValueError } from '@argmaxable/core';

/**
 * Finds the formats of a table by the extension of a file's name; the longest matching extension counts. The
 * result may be one format, none, or several, which only the file's content can distinguish.
 *
 * @param formats `labelFormats` or `weightFormats`.
 * @param fileName A file's name or path, in any case.
 * @throws ValueError if `formats` is not a list of formats or `fileName` is not a text.
 *
 * @example
 * import { formatsOf, labelFormats, weightFormats } from '@argmaxable/data';
 * formatsOf(weightFormats, 'model.safetensors.index.json').map(({ name }) => name); // ['safetensors-index']
 * formatsOf(labelFormats, 'train.txt').map(({ name }) => name); // ['xmlc', 'svmlight']
 */
export function formatsOf<T extends { readonly extensions: readonly string[] }>(
  formats: readonly T[],
  fileName: string,
): T[] {
  if (!isTable(formats)) throw new ValueError('formats', formats, 'labelFormats or weightFormats');
  const name = checkString('fileName', fileName, "a file's name").toLowerCase();
  const endOf = ({ extensions }: T): number =>
    Math.max(0, ...extensions.filter((end) => name.endsWith(end)).map(({ length }) => length));
  const longest = Math.max(0, ...formats.map(endOf));
  return longest === 0 ? [] : formats.filter((format) => endOf(format) === longest);
}

function isTable(value: unknown): boolean {
  const isRow = (row: unknown) => Array.isArray((row as { extensions?: unknown } | null)?.extensions);
  return Array.isArray(value) && value.every(isRow);
}
