/** How the numbers of a file are stored. */
export interface NumberType {
  readonly bytes: number;
  /** Reads a number; 64-bit integers beyond 2^53 are rounded. */
  readonly read: (view: DataView, offset: number, littleEndian: boolean) => number;
}

export const float16: NumberType = {
  bytes: 2,
  read: (view, offset, littleEndian) => fromHalf(view.getUint16(offset, littleEndian)),
};
export const bfloat16: NumberType = {
  bytes: 2,
  read: (view, offset, littleEndian) => fromBrain(view.getUint16(offset, littleEndian)),
};
export const float32: NumberType = { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) };
export const float64: NumberType = { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) };
export const int8: NumberType = { bytes: 1, read: (view, at) => view.getInt8(at) };
export const uint8: NumberType = { bytes: 1, read: (view, at) => view.getUint8(at) };
export const int16: NumberType = { bytes: 2, read: (view, at, little) => view.getInt16(at, little) };
export const uint16: NumberType = { bytes: 2, read: (view, at, little) => view.getUint16(at, little) };
export const int32: NumberType = { bytes: 4, read: (view, at, little) => view.getInt32(at, little) };
export const uint32: NumberType = { bytes: 4, read: (view, at, little) => view.getUint32(at, little) };
export const int64: NumberType = {
  bytes: 8,
  read: (view, at, little) => Number(view.getBigInt64(at, little)),
};
export const uint64: NumberType = {
  bytes: 8,
  read: (view, at, little) => Number(view.getBigUint64(at, little)),
};

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
