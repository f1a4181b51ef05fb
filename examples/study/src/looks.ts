import type { Look } from '@argmaxable/report';

/** Looks for lines of one plot, in order: those of bottlenecked layers are warm, those of DFT layers cool. */
const looks: Readonly<Record<'warm' | 'cool', readonly Look[]>> = {
  warm: [
    { color: 'warm1', symbol: 'circle' },
    { color: 'warm2', symbol: 'diamond', dash: '5 3' },
    { color: 'warm1', symbol: 'triangle', dash: '2 3' },
    { color: 'warm2', symbol: 'square', dash: '8 3 2 3' },
    { color: 'warm1', symbol: 'diamond', dash: '10 4' },
  ],
  cool: [
    { color: 'cool1', symbol: 'square' },
    { color: 'cool2', symbol: 'triangle', dash: '5 3' },
    { color: 'cool1', symbol: 'diamond', dash: '2 3' },
    { color: 'cool2', symbol: 'circle', dash: '8 3 2 3' },
    { color: 'cool1', symbol: 'triangle', dash: '10 4' },
  ],
};

/** The look of the `i`-th line of a kind; they take turns. */
export const lookOf = (kind: keyof typeof looks, i: number): Look => looks[kind][i % looks[kind].length];
