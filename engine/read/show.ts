/** A value as it stands in the file, shortened, on one line. */
export function show(value: unknown): string {
  if (Array.isArray(value) && value.length > 40) return `a list of ${value.length}`;
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
