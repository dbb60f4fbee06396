/** A sheet of paper, millimetres. */
export interface Sheet {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** ISO 216, landscape, smallest first. */
const SHEETS: readonly Sheet[] = [
  { name: "A4", width: 297, height: 210 },
  { name: "A3", width: 420, height: 297 },
  { name: "A2", width: 594, height: 420 },
  { name: "A1", width: 841, height: 594 },
  { name: "A0", width: 1189, height: 841 },
];

/** Sheets a drawing goes on when no scale is asked for: A3, what an office printer takes, and larger ones where words need it. */
const USUAL = SHEETS.slice(1);

/** Scale denominators that planners' scale rulers have. */
const SCALES = [50, 100, 150, 200, 250, 300, 400, 500, 750, 1000, 1500, 2000, 2500, 5000, 10000, 20000, 50000];

/** What a drawing needs: the ground in metres, and the paper around it in millimetres. */
export interface Need {
  readonly width: number;
  readonly height: number;
  /** Paper that furniture takes from the sheet's width and height. */
  readonly besides: { readonly width: number; readonly height: number };
  /** Least height of the column at the side, millimetres. */
  readonly column: number;
}

/** A sheet and the denominator of the scale at which the ground fits on it. */
export interface Setting {
  readonly sheet: Sheet;
  readonly scale: number;
}

/**
 * The largest usual scale that fits A3; or, at a scale that is asked for, the smallest sheet that takes it. Ground larger
 * than any sheet gets a sheet of its own size, as from a roll.
 */
export function settingFor(need: Need, scale: number | null): Setting {
  if (scale === null) {
    for (const sheet of USUAL) {
      const found = SCALES.find((one) => fits(sheet, need, one));
      if (found !== undefined) return { sheet, scale: found };
    }
    return settingFor(need, SCALES[SCALES.length - 1]);
  }
  const sheet = SHEETS.find((one) => fits(one, need, scale));
  return { sheet: sheet ?? roll(need, scale), scale };
}

function fits(sheet: Sheet, need: Need, scale: number): boolean {
  const { width, height } = sized(need, scale);
  return width <= sheet.width && height <= sheet.height;
}

function roll(need: Need, scale: number): Sheet {
  const { width, height } = sized(need, scale);
  return { name: "roll", width: Math.ceil(width), height: Math.ceil(height) };
}

function sized({ width, height, besides, column }: Need, scale: number): { width: number; height: number } {
  const perMetre = 1000 / scale;
  return { width: width * perMetre + besides.width, height: Math.max(height * perMetre, column) + besides.height };
}
