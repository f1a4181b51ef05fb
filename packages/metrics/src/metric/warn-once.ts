const warned = new Set<string>();

/** Warns on the console, once per name and process. */
export function warnOnce(name: string, text: string): void {
  if (warned.has(name)) return;
  warned.add(name);
  console.warn(`${name}: ${text} (This warning is shown once.)`);
}
