import { packed, safetensors } from '@argmaxable/test-support/files';

/** A .safetensors file of float32 tensors, each given by its shape and numbers. */
export function float32Tensors(
  tensors: Readonly<Record<string, readonly [shape: readonly number[], values: readonly number[]]>>,
): Buffer {
  let at = 0;
  const header = Object.entries(tensors).map(([name, [shape, values]]) => {
    const begin = at;
    at += 4 * values.length;
    return [name, { dtype: 'F32', shape, data_offsets: [begin, at] }];
  });
  const values = Object.values(tensors).flatMap(([, values]) => values);
  return safetensors(Object.fromEntries(header) as object, packed(values, 'f4', '<'));
}

/** A tensor of zeros and a few ones: labels of their own, as far as the features go. */
export function unit(rows: number, columns: number): [number[], number[]] {
  const values = Array.from({ length: rows * columns }, (_, i) =>
    Math.floor(i / columns) % columns === i % columns ? 1 : 0,
  );
  return [[rows, columns], values];
}
