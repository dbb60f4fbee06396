import type { Saved } from "./protocol.ts";

/** Hands a text to the browser as a download. */
export function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Text in a Blob is UTF-8, whatever its type says. */
const FILES: Readonly<Record<Saved, readonly [ending: string, type: string]>> = {
  plan: ["geojson", "application/geo+json"],
  drawing: ["svg", "image/svg+xml"],
  cad: ["dxf", "image/vnd.dxf"],
  table: ["csv", "text/csv"],
};

/** A plan, or what is made of it, as a file of that name. */
export function savePlan(name: string, what: Saved, text: string): void {
  const [ending, type] = FILES[what];
  save(`${name}.${ending}`, type, text);
}
