import { checkInteger, checkOptions, checkString, didYouMean, ValueError } from '@argmaxable/core';
import type { DecisionRule } from '@argmaxable/decisions';
import type { io } from '@tensorflow/tfjs-core';
import type { Evaluation } from './evaluate.js';
import { explainText, type Explanation } from './explain.js';
import { logitsOf } from './head/scores.js';
import { readTexts, type TaggedTexts } from './input/tagged-texts.js';
import { fromArtifacts, toArtifacts } from './saved/artifacts.js';
import { loadHandler, saveHandler } from './saved/handlers.js';
import type { TaggerParts, TrainingRecord } from './tagger-parts.js';
import { train } from './train.js';
import type { TrainOptions } from './train-options.js';

/** A tag of a text. */
export interface Tag {
  readonly label: string;
  /** The probability of the tag, as fitted on texts that were held out. */
  readonly score: number;
}

/** Texts are encoded so many at a time, to keep memory flat. */
const batchSize = 256;

/**
 * Tags texts: trained on texts and their tags, saved, loaded and run, in Node and in the browser.
 *
 * A text becomes a sparse row of tf-idf features, runs of words and of characters. A linear layer gives each
 * label a score; it is trained for each label against all others with the squared hinge loss. The scale of
 * the scores and the decision rule are fitted on texts that are held out in turn; the layer that is kept is
 * trained on all.
 *
 * @example
 * import { Tagger } from '@argmaxable/tagger';
 * const texts = ['a small bird', 'a bird that sings', 'a red rose', 'a rose bush', 'a big bird'];
 * const tags = [['bird'], ['bird', 'music'], ['plant'], ['plant'], ['bird']];
 * const tagger = await Tagger.train({ texts, tags });
 * await tagger.predict(['a bird']); // [[{ label: 'bird', score: ... }]]
 */
export class Tagger {
  private constructor(private readonly parts: TaggerParts) {}

  /**
   * Trains a tagger.
   *
   * @param data `texts` and the `tags` of each: arrays of names. A text may be empty or have no tag; a tag
   *   twice for a text counts once. The labels are the tags in the order in which they are first seen.
   * @param options See {@link TrainOptions}.
   * @throws ValueError for texts or tags of another type or number, no tag at all, fewer texts than `folds`,
   *   no run of words or characters that occurs in `minCount` texts, and options unknown or out of range.
   */
  static async train(data: TaggedTexts, options: TrainOptions = {}): Promise<Tagger> {
    return new Tagger(await train(data, options));
  }

  /**
   * Loads a tagger that was saved.
   *
   * @param source A URL as `tf.loadLayersModel` takes it: `https://.../model.json`, `indexeddb://name`,
   *   `localstorage://name`, or with `@argmaxable/node` `file://folder/model.json`; or a handler of tfjs.
   * @throws TaggerFileError for what is no tagger, another version's, or damaged.
   */
  static async load(source: string | io.IOHandler): Promise<Tagger> {
    return new Tagger(fromArtifacts(await loadHandler(source)()));
  }

  /** The labels, by their number. */
  get labels(): readonly string[] {
    return this.parts.labels;
  }

  /** What decides from the logits of a text which labels it gets. */
  get rule(): DecisionRule {
    return this.parts.rule;
  }

  /** What the tagger was trained on, and its micro-F1 on texts that were held out. */
  get training(): TrainingRecord {
    return this.parts.training;
  }

  /**
   * Tags texts: for each the labels that the decision rule gives it, the most probable first. A text without
   * a known run of words or characters gets what the biases alone give.
   *
   * @param texts One text or more.
   * @param options `top`: the so many most probable labels instead, 1 or more.
   * @throws ValueError for texts that are not strings, no text, and `top` out of range.
   */
  async predict(texts: Iterable<string>, options: { top?: number } = {}): Promise<Tag[][]> {
    const { top } = checkOptions('predict', options, ['top']);
    if (top !== undefined) checkInteger('top', top, { min: 1, max: this.labels.length });
    const all = readTexts('texts', texts);
    const tagged: Tag[][] = [];
    for (let begin = 0; begin < all.length; begin += batchSize) {
      const batch = all.slice(begin, begin + batchSize);
      const logits = this.logits(batch);
      const sets = this.rule.predict(logits, this.labels.length);
      batch.forEach((_, i) => {
        const row = logits.subarray(i * this.labels.length, (i + 1) * this.labels.length);
        const ordered = Array.from(top === undefined ? sets.get(i) : row.keys());
        ordered.sort((a, b) => row[b] - row[a]);
        tagged.push(ordered.slice(0, top).map((label) => this.tagOf(label, row[label])));
      });
      // Other work of the page or the program goes on between batches.
      if (begin + batchSize < all.length) await new Promise<void>((resolve) => setTimeout(resolve));
    }
    return tagged;
  }

  /**
   * The logits of all labels, float32 [texts, labels]: the score of `predict` is their sigmoid, and `rule`
   * decides on them.
   *
   * @throws ValueError for texts that are not strings, or none.
   */
  logits(texts: Iterable<string>): Float32Array {
    const { encoder, weights, labels } = this.parts;
    return logitsOf(encoder.encode(readTexts('texts', texts)), weights, labels.length);
  }

  /**
   * Compares predictions with the true tags. Tags that the tagger does not know are left out and counted.
   *
   * @param data As for `train`.
   * @throws ValueError for texts or tags of another type or number, or no text.
   */
  async evaluate(data: TaggedTexts): Promise<Evaluation> {
    // Loaded where it is needed: a page that only predicts does without the metrics.
    const { evaluate } = await import('./evaluate.js');
    return evaluate(this, data);
  }

  /**
   * Why a text has this logit of a label: what each of its runs adds, those that weigh most first. The bias
   * and all contributions add up to the logit.
   *
   * @param options `top`: how many runs, 1 or more; all by default.
   * @throws ValueError for a text that is no string, a label that the tagger does not have, `top` below 1.
   */
  explain(text: string, label: string, options: { top?: number } = {}): Explanation {
    const { top } = checkOptions('explain', options, ['top']);
    if (top !== undefined) checkInteger('top', top, { min: 1 });
    checkString('text', text, 'a string');
    const number = this.labels.indexOf(label);
    if (number < 0) {
      const allowed = `one of the ${this.labels.length} labels`;
      throw new ValueError('label', label, allowed, didYouMean(label, this.labels));
    }
    return explainText(this.parts, text, number, top);
  }

  /**
   * Saves the tagger as a model of tfjs, which any `loadLayersModel` opens; labels, vocabulary and rule are
   * in its JSON.
   *
   * @param target `indexeddb://name`, `localstorage://name`, `downloads://name`, or with `@argmaxable/node`
   *   `file://folder`; or a handler of tfjs.
   */
  async save(target: string | io.IOHandler): Promise<io.SaveResult> {
    return saveHandler(target)(toArtifacts(this.parts));
  }

  /** What the tagger is, in a sentence or two. */
  toString(): string {
    const { encoder, labels, training } = this.parts;
    const { words, characters } = encoder.data;
    const f1 = training.microF1.toFixed(3);
    return (
      `Tagger of ${labels.length} labels: a linear layer on ${words.grams.length} runs of words and ` +
      `${characters.grams.length} of characters, trained on ${training.texts} texts; micro-F1 ${f1} on the ` +
      'held-out texts that its decision rule was fitted on.'
    );
  }

  private tagOf(label: number, logit: number): Tag {
    return { label: this.labels[label], score: 1 / (1 + Math.exp(-logit)) };
  }
}
