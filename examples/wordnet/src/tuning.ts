/** The validation score of a head trained at one learning rate. */
export interface TriedRate {
  /** The head's name. */
  readonly head: string;
  readonly learningRate: number;
  /** Micro-F1 on the validation examples after the last epoch, as a fraction. */
  readonly microF1: number;
}

/** The rate that gave a head its highest micro-F1 on the validation examples. */
export interface ChosenRate {
  readonly learningRate: number;
  /** Whether it is the lowest or the highest that was tried, so that a better one may lie beyond. */
  readonly atEnd: boolean;
}

/** Chooses a head's rate of those that were tried; of equal scores the lowest rate. */
export function chooseRate(head: string, tried: readonly TriedRate[]): ChosenRate {
  const own = tried.filter((one) => one.head === head).sort((a, b) => a.learningRate - b.learningRate);
  const best = own.reduce((least, one) => (one.microF1 > least.microF1 ? one : least));
  return { learningRate: best.learningRate, atEnd: best === own[0] || best === own.at(-1) };
}

/**
 * Tries every rate on every head that was not tried yet.
 *
 * @param before What was tried in a run that this one goes on with.
 * @param score Trains a head at a rate and gives its validation micro-F1.
 * @param keep Takes all scores after each training.
 */
export async function tryRates(
  heads: readonly string[],
  rates: readonly number[],
  before: readonly TriedRate[],
  score: (head: number, learningRate: number) => Promise<number>,
  keep: (tried: readonly TriedRate[]) => Promise<void>,
): Promise<TriedRate[]> {
  const tried = [...before];
  for (const [i, head] of heads.entries()) {
    for (const learningRate of rates) {
      if (tried.some((one) => one.head === head && one.learningRate === learningRate)) continue;
      tried.push({ head, learningRate, microF1: await score(i, learningRate) });
      await keep(tried);
    }
  }
  return tried;
}
