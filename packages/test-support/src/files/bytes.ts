import { deflateRawSync, crc32 } from 'node:zlib';

/** Bytes of an .npy file, written as NumPy's documentation says. */
export function npy(
  {
    descr = '<f8',
    order = 'C',
    shape,
    version = 1,
  }: { descr?: string; order?: 'C' | 'F'; shape: readonly number[]; version?: number },
  data: Uint8Array,
): Buffer {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const fields = `{'descr': '${descr}', 'fortran_order': ${order === 'F' ? 'True' : 'False'}, 'shape': ${tuple}, }`;
  const start = version === 1 ? 10 : 12;
  const header = `${fields.padEnd(Math.ceil((start + fields.length + 1) / 64) * 64 - start - 1)}\n`;
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(header.length);
  else length.writeUInt32LE(header.length);
  const magic = Buffer.from([0x93, ...Buffer.from('NUMPY'), version, 0]);
  return Buffer.concat([magic, length, Buffer.from(header), data]);
}

/** Numbers in one of the formats of `Buffer`, one after the other. */
export function packed(values: readonly number[], kind: 'f4' | 'f8', order: '<' | '>'): Buffer {
  const bytes = kind === 'f4' ? 4 : 8;
  const buffer = Buffer.alloc(values.length * bytes);
  values.forEach((value, i) => {
    if (kind === 'f4') buffer[order === '<' ? 'writeFloatLE' : 'writeFloatBE'](value, 4 * i);
    else buffer[order === '<' ? 'writeDoubleLE' : 'writeDoubleBE'](value, 8 * i);
  });
  return buffer;
}

/** A matrix as .npy, float64, C order. */
export function npyMatrix(rows: readonly (readonly number[])[]): Buffer {
  return npy({ shape: [rows.length, rows[0]?.length ?? 0] }, packed(rows.flat(), 'f8', '<'));
}

/** A vector as .npy, float64. */
export function vector(values: readonly number[]): Buffer {
  return npy({ shape: [values.length] }, packed(values, 'f8', '<'));
}

/** A zip archive. */
export function zip(
  entries: Readonly<Record<string, Buffer>>,
  { deflate = false, comment = '' } = {},
): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(entries)) {
    const data = deflate ? deflateRawSync(content) : content;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(deflate ? 8 : 0, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    // A field that readers skip, in the local header only, as NumPy has it
    const extra = Buffer.from([1, 0, 4, 0, 9, 9, 9, 9]);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), extra, data]);
    local.writeUInt16LE(extra.length, 28);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), common, tail, Buffer.from(name)]),
    );
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, central, end, Buffer.from(comment)]);
}

/** A .safetensors file of a header, as it stands, and data. */
export function safetensors(header: object | string, data: Uint8Array, headerLength?: bigint): Buffer {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(headerLength ?? BigInt(text.length));
  return Buffer.concat([length, text, data]);
}
