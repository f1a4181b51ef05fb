// The records of ../../assembly, by scripts/build-wasm.mjs: do not edit.

export const convolutionWindows = {
  inDepth: 'i32',
  inHeight: 'i32',
  inWidth: 'i32',
  outDepth: 'i32',
  outHeight: 'i32',
  outWidth: 'i32',
  filterDepth: 'i32',
  filterHeight: 'i32',
  filterWidth: 'i32',
  strideDepth: 'i32',
  strideHeight: 'i32',
  strideWidth: 'i32',
  dilationDepth: 'i32',
  dilationHeight: 'i32',
  dilationWidth: 'i32',
  paddingDepth: 'i32',
  paddingHeight: 'i32',
  paddingWidth: 'i32',
} as const;

export const dftBatch = {
  tables: 'u32',
  rows: 'u32',
  slack: 'u32',
  x: 'u32',
  s: 'u32',
  order: 'u32',
  z: 'u32',
  dx: 'u32',
  ds: 'u32',
  scratch: 'u32',
} as const;

export const dftTables = {
  n: 'u32',
  k: 'u32',
  half: 'u32',
  taps: 'u32',
  fixed: 'u32',
  cosines: 'u32',
  sines: 'u32',
  cosineColumns: 'u32',
  sineColumns: 'u32',
  bases: 'u32',
  weights: 'u32',
  tapWeights: 'u32',
} as const;

export const product = {
  m: 'u32',
  n: 'u32',
  k: 'u32',
  a: 'u32',
  aRow: 'u32',
  aColumn: 'u32',
  b: 'u32',
  bRow: 'u32',
  bColumn: 'u32',
  c: 'u32',
  cRow: 'u32',
  cColumn: 'u32',
  accumulate: 'u32',
  scratch: 'u32',
} as const;

export const lossRows = {
  rows: 'u32',
  n: 'u32',
  logits: 'u32',
  y: 'u32',
  starts: 'u32',
  labels: 'u32',
  values: 'u32',
  gradient: 'u32',
  scratch: 'u32',
} as const;

export const focus = {
  gammaPos: 'f32',
  gammaNeg: 'f32',
  weightPos: 'f32',
  weightNeg: 'f32',
  clip: 'f32',
  clipped: 'f32',
  most: 'f32',
  moving: 'f32',
} as const;
