/** How `Chunks` groups its items. */
interface ChunkOptions {
  /** Number of items per chunk. */
  readonly size: number;
  /** Most chunks that are in progress at a time. */
  readonly atOnce: number;
  /** Ends the waiting: `add` and `finish` are rejected with its reason, while chunks in progress continue. */
  readonly signal?: AbortSignal;
}

/** Passes items on in chunks, several chunks at a time. */
export class Chunks<Item> {
  private chunk: Item[] = [];
  private readonly underWay = new Set<Promise<void>>();
  /**
   * The error is kept for the next call: a chunk that fails while nothing waits for it must not become an
   * unhandled rejection.
   */
  private readonly failures: unknown[] = [];

  constructor(
    private readonly handle: (chunk: readonly Item[]) => Promise<void>,
    private readonly options: ChunkOptions,
  ) {}

  /**
   * Takes an item; waits while too many chunks are in progress. It is rejected with the error of an earlier
   * chunk.
   */
  async add(item: Item): Promise<void> {
    this.chunk.push(item);
    if (this.chunk.length < this.options.size) return;
    this.send();
    while (this.underWay.size >= this.options.atOnce) await this.wait(Promise.race(this.underWay));
  }

  /** Waits until every item is handled. It is rejected with the error of a chunk. */
  async finish(): Promise<void> {
    if (this.chunk.length > 0) this.send();
    await this.wait(Promise.all(this.underWay));
  }

  private send(): void {
    const handling: Promise<void> = this.handle(this.chunk)
      .catch((error: unknown) => void this.failures.push(error))
      .finally(() => this.underWay.delete(handling));
    this.underWay.add(handling);
    this.chunk = [];
  }

  private async wait(done: Promise<unknown>): Promise<void> {
    await unlessAborted(done, this.options.signal);
    if (this.failures.length > 0) throw this.failures[0];
  }
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
