/** A field of a comma-separated line: its text without the space around, and where it starts. */
export interface Field {
  readonly text: string;
  readonly at: number;
}

/** Splits at the commas outside quotes; undefined where a quote does not end. Quotes open at a field's start only. */
export function splitFields(text: string): Field[] | undefined {
  const fields: Field[] = [];
  let start = 0;
  let quote = '';
  const endField = (end: number): void => {
    const field = text.slice(start, end);
    fields.push({ text: field.trim(), at: start + field.length - field.trimStart().length });
    start = end + 1;
  };
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quote !== '') {
      if (character === '\\') i++;
      else if (character === quote) quote = '';
    } else if (character === ',') {
      endField(i);
    } else if ((character === "'" || character === '"') && text.slice(start, i).trim() === '') {
      quote = character;
    }
  }
  if (quote !== '') return undefined;
  endField(text.length);
  return fields;
}

/** A value without its quotes and backslashes. */
export function unquote(text: string): string {
  const quoted = text.length > 1 && (text[0] === "'" || text[0] === '"') && text.endsWith(text[0]);
  return quoted ? text.slice(1, -1).replace(/\\(.)/gs, '$1') : text;
}
