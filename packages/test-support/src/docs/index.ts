import { readFileSync } from 'node:fs';

/** What the first cells of a Markdown file's table rows name in code: `topK` of `topK(k)`. */
export function rowNames(markdown: string): Set<string> {
  const rows = readFileSync(markdown, 'utf8').match(/^\| .*$/gm) ?? [];
  return new Set(rows.flatMap((row) => /^\| *`(\w+)/.exec(row)?.[1] ?? []));
}
