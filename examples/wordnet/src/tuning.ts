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
  readonly isLowest: boolean;
}

/** Chooses a head's rate of those that were tried; of equal scores the lowest rate. */
export function chooseRate(head: string, tried: readonly TriedRate[]): ChosenRate {
  const own = tried.filter((one) => one.head === head).sort((a, b) => a.learningRate - b.learningRate);
  const best = own.reduce((least, one) => (one.microF1 > least.microF1 ? one : least));
  const isLowest = best === own[0];
  return { learningRate: best.learningRate, atEnd: isLowest || best === own.at(-1), isLowest };
}

/** How many rates beyond the given ones are tried on one head. */
const MOST_BEYOND = 3;

/**
 * Tries every rate on every head that was not tried yet. As long as the best of a head is the lowest or the
 * highest, the half or the double of it is tried too, at most three such rates.
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
    const tryRate = async (learningRate: number): Promise<void> => {
      if (tried.some((one) => one.head === head && one.learningRate === learningRate)) return;
      tried.push({ head, learningRate, microF1: await score(i, learningRate) });
      await keep(tried);
    };
    for (const learningRate of rates) await tryRate(learningRate);
    const beyond = (): number =>
      tried.filter((one) => one.head === head && !rates.includes(one.learningRate)).length;
    while (beyond() < MOST_BEYOND && chooseRate(head, tried).atEnd) {
      const { learningRate, isLowest } = chooseRate(head, tried);
      await tryRate(isLowest ? learningRate / 2 : learningRate * 2);
    }
  }
  return tried;
}
