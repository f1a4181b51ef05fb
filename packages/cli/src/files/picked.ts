/** The listed options that have a value. */
export function picked<T extends object>(options: T, names: readonly (keyof T)[]): Partial<T> {
  const given = names.filter((name) => options[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, options[name]])) as Partial<T>;
}
