import { ValueError } from '../errors.js';

/**
 * The string that stands for a loss or metric in a model's JSON:
 * `sigmoidF1({"beta":10}); import '@argmaxable/losses'`.
 *
 * The import is part of it because where none of our packages is imported tfjs itself meets the string, and
 * its message (`Unknown loss sigmoidF1({"beta":10}); import '@argmaxable/losses'`) then says what is missing.
 * tfjs writes it in snake_case and turns it back when it loads, which is why names, option names and string
 * options are plain camelCase.
 */
export function identifierOf(name: string, options: object, packageName: string): string {
  return `${name}(${JSON.stringify(options)}); import '${packageName}'`;
}

export interface Parsed {
  readonly name: string;
  readonly options: object;
  /** Missing in strings that a user wrote, such as `'sigmoidF1'`. */
  readonly package?: string;
}

/** Null for a string of another form. */
export function parseIdentifier(identifier: string): Parsed | null {
  const match = /^(\w+)(?:\((\{.*\})\))?(?:; import '([^']+)')?$/s.exec(identifier);
  if (!match) return null;
  const [, name, options = '{}', packageName] = match;
  try {
    return { name, options: JSON.parse(options) as object, package: packageName };
  } catch {
    throw new ValueError(name, options, 'followed by its parameters as JSON, as in sigmoidF1({"beta":10})');
  }
}
