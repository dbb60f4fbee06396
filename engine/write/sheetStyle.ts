/** How each layer is drawn. Widths and dashes in millimetres of paper; colours are the workbench's. */
const MARKS: Readonly<Record<string, string>> = {
  site: "fill:#f3efe6;stroke:#3c4346;stroke-width:.45;stroke-dasharray:4 1 .8 1",
  frontage: "fill:#f7f3e8;stroke:#b3aa95;stroke-width:.2;stroke-dasharray:1.4 .8",
  paved: "fill:#ece8de;stroke:#d8d2c2;stroke-width:.13",
  green: "fill:#dde7cf;stroke:#a9bf90;stroke-width:.13",
  planted: "fill:url(#planted);stroke:#2f6a35;stroke-width:.35",
  activity: "fill:#f3e9cf;stroke:#cdbb95;stroke-width:.15",
  reserve: "fill:none;stroke:#8c8577;stroke-width:.2;stroke-dasharray:.6 .8",
  road: "fill:#e0ddd5",
  aisle: "fill:#d5dfe8;stroke:#5f7f9f;stroke-width:.18;stroke-dasharray:1.6 .8",
  turnaround: "fill:#b23325;fill-opacity:.06;stroke:#b23325;stroke-width:.2;stroke-dasharray:.6 .8",
  swept: "fill:#b23325;fill-opacity:.04;stroke:#b23325;stroke-width:.13;stroke-dasharray:.4 .8",
  aerial: "fill:#b23325;fill-opacity:.07;stroke:#b23325;stroke-width:.2;stroke-dasharray:1 .8",
  lane: "fill:#b23225;fill-opacity:.04;stroke:#b23325;stroke-width:.28;stroke-dasharray:2 1",
  direction: "fill:#4a6a8a",
  yard: "fill:#efe9dc;stroke:#c9bda6;stroke-width:.13",
  building: "fill:url(#building);stroke:#4a463f;stroke-width:.45",
  fixture: "fill:#bdb7aa;stroke:#6f6a61;stroke-width:.25",
  shed: "fill:#eee5d4;stroke:#86704e;stroke-width:.2",
  informal: "fill:#a9691c;fill-opacity:.14;stroke:#a9691c;stroke-width:.18;stroke-dasharray:.6 .6",
  stall: "fill:#fdfcfa;stroke:#6d7274;stroke-width:.25",
  fresh: "fill:#cfe1f3;stroke:#1b568f;stroke-width:.35",
  accessible: "fill:#9cc3ea;stroke:#123f6b;stroke-width:.4",
  charging: "fill:#bfe3df;stroke:#0e6c6c;stroke-width:.35",
  access: "fill:url(#access);stroke:#1b568f;stroke-width:.2",
  given: "fill:#ffffff;fill-opacity:.45;stroke:#a9691c;stroke-width:.2;stroke-dasharray:1 .7",
  removed: "fill:url(#removed);stroke:#a9691c;stroke-width:.25;stroke-dasharray:1.2 .7",
  pergola: "fill:#78a862;fill-opacity:.35;stroke:#2f6a35;stroke-width:.2;stroke-dasharray:.9 .6",
  bikes: "fill:#d9ecea;stroke:#0e6c6c;stroke-width:.2",
  bikeAisle: "fill:#e6f0ee;stroke:#9cc6c1;stroke-width:.13",
  pad: "fill:#6d3a80;fill-opacity:.09;stroke:#6d3a80;stroke-width:.2;stroke-dasharray:.6 .7",
  locker: "fill:#6d3a80;stroke:#4f2660;stroke-width:.2",
  repair: "fill:#b23325;fill-opacity:.12;stroke:#b23325;stroke-width:.3",
  tree: "fill:#5c8a4e;fill-opacity:.17;stroke:#6f9664;stroke-width:.2",
  protected: "fill:#48763e;fill-opacity:.26;stroke:#3b6a36;stroke-width:.4",
  wire: "fill:none;stroke:#93829f;stroke-width:.2;stroke-dasharray:2 .8 .4 .8",
  window: "fill:none;stroke:#6f9dc0;stroke-width:.5",
  wall: "fill:none;stroke:#4a4740;stroke-width:.6",
  climber: "fill:none;stroke:#3f8445;stroke-width:1.1;stroke-linecap:round;stroke-dasharray:.05 1.5",
  gate: "fill:none;stroke:#2b3134;stroke-width:1.8",
};

/** Hatches: tile in millimetres, ground colour, strokes. */
const HATCHES: readonly [name: string, size: number, ground: string, stroke: string, path: string][] = [
  ["building", 2, "#dad6cd", "#b4aea2", "M-.5 2.5L2.5 -.5M-.5 .5L.5 -.5M1.5 2.5L2.5 1.5"],
  ["planted", 2.6, "#b4d29c", "#47803f", "M.7 1.2V.5M.3 .8L.7 1.2L1.1 .8M2 2.5V1.8M1.6 2.1L2 2.5L2.4 2.1"],
  ["removed", 1.8, "none", "#b8792a", "M-.4 -.4L2.2 2.2M-.4 1.4L.4 2.2M1.4 -.4L2.2 .4"],
  ["access", 1.6, "#eaf1f9", "#1b568f", "M-.4 2L2 -.4"],
];

const WORDS = [
  'text{font-family:"Source Sans 3","Helvetica Neue",Helvetica,Arial,"Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif;fill:#1c2326}',
  ".key{font-size:2.5px}.quiet{fill:#535c60}.fine{font-size:2.2px;fill:#535c60}.head{font-size:2.3px;fill:#6a7276;letter-spacing:.12px}",
  ".project{font-size:5.2px;font-weight:600}.drawing{font-size:3.4px}.figure{text-anchor:end;font-variant-numeric:tabular-nums}.main{font-weight:600}",
  ".id{text-anchor:middle;fill:#123f6b;font-variant-numeric:tabular-nums}.place{text-anchor:middle;font-size:2.8px;font-weight:600;paint-order:stroke;stroke:#ffffff;stroke-opacity:.85;stroke-width:.9px;stroke-linejoin:round}",
  ".middle{text-anchor:middle}.study{fill:#b23325;font-weight:600;font-size:3.4px}.bad{fill:#b23325}.frame{fill:none;stroke:#1c2326;stroke-width:.6}.hair{fill:none;stroke:#cbc5b7;stroke-width:.15}.stamp{fill:#fbeae7;stroke:#b23325;stroke-width:.5}",
  ".dark{fill:#3c4346}.light{fill:#fff;stroke:#3c4346;stroke-width:.2;stroke-linejoin:round}.paper{fill:#fff}",
].join("");

const SIGNS =
  ".door{fill:#2b3134}.hydrant{fill:#fff;stroke:#b23325;stroke-width:.3}.manhole{fill:#f6f4ee;stroke:#7d7884;stroke-width:.2}.charger{fill:#1b568f}.ebikeCharger{fill:#0e6c6c}.treeMoved{fill:none;stroke:#2f6a35;stroke-width:.5}.trunk{fill:#56774d}.opening{fill:none;stroke:#fffdf8;stroke-width:1}";

/** The style sheet of the marks that a drawing has, its words and furniture. */
export function styleFor(marks: ReadonlySet<string>): string {
  const own = Object.entries(MARKS).filter(([mark]) => marks.has(mark));
  return `${own.map(([mark, style]) => `.${mark}{${style}}`).join("")}${SIGNS}${WORDS}`;
}

/** The hatches, as patterns that keep their size on paper. */
export function hatches(): string {
  const patterns = HATCHES.map(
    ([name, size, ground, stroke, path]) =>
      `<pattern id="${name}" width="${size}" height="${size}" patternUnits="userSpaceOnUse"><rect width="${size}" height="${size}" fill="${ground}"/><path d="${path}" fill="none" stroke="${stroke}" stroke-width=".18"/></pattern>`,
  );
  return `<defs>${patterns.join("")}</defs>`;
}
