/** Hands a text to the browser as a download. */
export function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A plan or its drawing, as a file of that name. */
export function savePlan(name: string, what: "plan" | "drawing", text: string): void {
  if (what === "plan") save(`${name}.geojson`, "application/geo+json", text);
  else save(`${name}.svg`, "image/svg+xml", text);
}
