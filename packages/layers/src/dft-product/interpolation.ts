/**
 * How logits are interpolated: the circle of n labels is divided into blocks of `length` labels, with `nodes`
 * Chebyshev nodes in each.
 */
export interface ChebyshevBlocks {
  length: number;
  nodes: number;
  /** Blocks that cover the circle; the last one may go beyond its end. */
  blocks: number;
}

/**
 * Bound on the error at the highest frequency, relative to its amplitude; lower frequencies have far smaller
 * errors.
 */
const interpolationError = 5e-7;

/**
 * The interpolation with the fewest multiplications that is exact to float32 for sums of frequencies up to k;
 * null if the dense product with W_DFT takes less than twice as many multiplications, because that is one
 * operation and interpolation is five.
 */
export function interpolationFor(n: number, k: number): ChebyshevBlocks | null {
  const d = 2 * k + 1;
  let best: ChebyshevBlocks | null = null;
  let least = (n * d) / 2;
  for (let nodes = 4; nodes <= 24; nodes += 4) {
    const length = longestBlock(n, k, nodes);
    const blocks = Math.ceil(n / length);
    const cost = blocks * nodes * (d + length);
    if (cost < least) {
      least = cost;
      best = { length, nodes, blocks };
    }
  }
  return best;
}

/**
 * Labels, a multiple of 8, over which that many nodes interpolate cos k t: with phases up to a on either side
 * of the middle the error is about 2 (a / 2)^q / q! for q nodes.
 */
function longestBlock(n: number, k: number, nodes: number): number {
  let factorial = 1;
  for (let q = 2; q <= nodes; q++) factorial *= q;
  const phase = 2 * ((interpolationError / 2) * factorial) ** (1 / nodes);
  const labels = 1 + (phase * n) / (Math.PI * k);
  return Math.max(8, 8 * Math.floor(Math.min(labels, n + 7) / 8));
}

/** The places of the nodes of all blocks on the circle, in units of labels: [blocks * nodes]. */
export function nodePlaces({ length, nodes, blocks }: ChebyshevBlocks): Float64Array {
  const middle = (length - 1) / 2;
  return Float64Array.from(
    { length: blocks * nodes },
    (_, row) => Math.floor(row / nodes) * length + middle * (1 + chebyshevNode(row % nodes, nodes)),
  );
}

/** The coefficient of each node's value in each label of a block: Lagrange's polynomials, [nodes, length]. */
export function interpolationMatrix({ length, nodes }: ChebyshevBlocks): Float32Array {
  const matrix = new Float32Array(nodes * length);
  const middle = (length - 1) / 2;
  const places = Array.from({ length: nodes }, (_, q) => chebyshevNode(q, nodes));
  for (let q = 0; q < nodes; q++) {
    for (let i = 0; i < length; i++) {
      const t = (i - middle) / middle;
      matrix[q * length + i] = places.reduce(
        (value, place, other) => (other === q ? value : (value * (t - place)) / (places[q] - place)),
        1,
      );
    }
  }
  return matrix;
}

function chebyshevNode(q: number, nodes: number): number {
  return Math.cos((Math.PI * (2 * q + 1)) / (2 * nodes));
}
