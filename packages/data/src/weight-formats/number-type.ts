/** How the numbers of a file are stored. */
export interface NumberType {
  readonly bytes: number;
  /** Reads a number; 64-bit integers beyond 2^53 are rounded. */
  readonly read: (view: DataView, offset: number, littleEndian: boolean) => number;
}

const stored = (bytes: number, read: NumberType['read']): NumberType => ({ bytes, read });

export const float16 = stored(2, (view, at, little) => fromHalf(view.getUint16(at, little)));
export const bfloat16 = stored(2, (view, at, little) => fromBrain(view.getUint16(at, little)));
export const float32 = stored(4, (view, at, little) => view.getFloat32(at, little));
export const float64 = stored(8, (view, at, little) => view.getFloat64(at, little));
export const int8 = stored(1, (view, at) => view.getInt8(at));
export const uint8 = stored(1, (view, at) => view.getUint8(at));
export const int16 = stored(2, (view, at, little) => view.getInt16(at, little));
export const uint16 = stored(2, (view, at, little) => view.getUint16(at, little));
export const int32 = stored(4, (view, at, little) => view.getInt32(at, little));
export const uint32 = stored(4, (view, at, little) => view.getUint32(at, little));
export const int64 = stored(8, (view, at, little) => Number(view.getBigInt64(at, little)));
export const uint64 = stored(8, (view, at, little) => Number(view.getBigUint64(at, little)));

/** IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of fraction. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

const scratch = new DataView(new ArrayBuffer(4));

/** bfloat16: the upper half of a float32. */
function fromBrain(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}
