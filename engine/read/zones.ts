/** A zone of a projected system: its code, PROJ string in metres, and what tells its coordinates from others'. */
export interface Zone {
  readonly code: number;
  readonly definition: string;
  /** Easting of the central meridian, metres. */
  readonly falseEasting: number;
  /** The zones of the same series, in which coordinates out of this one's range may lie. */
  readonly others: readonly { readonly code: number; readonly falseEasting: number }[];
}

/**
 * Gauss-Krüger zones of China (EPSG registry): codes run with the zones, from `numbered` with the zone's number before
 * the easting, from `plain` without it. Degrees.
 */
const GAUSS_KRUGER = [
  // CGCS2000
  { numbered: 4491, plain: 4502, count: 11, first: 13, meridian: 75, step: 6, figure: "+ellps=GRS80" },
  { numbered: 4513, plain: 4534, count: 21, first: 25, meridian: 75, step: 3, figure: "+ellps=GRS80" },
  // Xian 1980, IAG 1975 ellipsoid
  { numbered: 2327, plain: 2338, count: 11, first: 13, meridian: 75, step: 6, figure: "+a=6378140 +rf=298.257" },
  { numbered: 2349, plain: 2370, count: 21, first: 25, meridian: 75, step: 3, figure: "+a=6378140 +rf=298.257" },
  // Beijing 1954
  { numbered: 21413, plain: 21453, count: 11, first: 13, meridian: 75, step: 6, figure: "+ellps=krass" },
  { numbered: 2401, plain: 2422, count: 21, first: 25, meridian: 75, step: 3, figure: "+ellps=krass" },
] as const;

/** Universal transverse Mercator: code = base + zone. */
const UTM = [
  { base: 32600, from: 1, to: 60, south: "", figure: "+datum=WGS84" },
  { base: 32700, from: 1, to: 60, south: " +south", figure: "+datum=WGS84" },
  { base: 25800, from: 28, to: 38, south: "", figure: "+ellps=GRS80" }, // ETRS89
  { base: 26900, from: 1, to: 23, south: "", figure: "+ellps=GRS80" }, // NAD83
  { base: 28300, from: 48, to: 58, south: " +south", figure: "+ellps=GRS80" }, // GDA94
  { base: 7800, from: 46, to: 59, south: " +south", figure: "+ellps=GRS80" }, // GDA2020
] as const;

/** The zone that an EPSG code names; null when it is not one of ours. */
export function zoneOf(code: number): Zone | null {
  for (const { numbered, plain, count, first, meridian, step, figure } of GAUSS_KRUGER) {
    const isNumbered = code >= numbered && code < numbered + count;
    if (!isNumbered && !(code >= plain && code < plain + count)) continue;
    const at = code - (isNumbered ? numbered : plain);
    const numberedEasting = (i: number) => (first + i) * 1e6 + 5e5;
    const falseEasting = isNumbered ? numberedEasting(at) : 5e5;
    return {
      code,
      falseEasting,
      definition: `+proj=tmerc +lat_0=0 +lon_0=${meridian + step * at} +k=1 +x_0=${falseEasting} +y_0=0 ${figure} +units=m +no_defs`,
      others: [
        ...Array.from({ length: count }, (_, i) => ({ code: numbered + i, falseEasting: numberedEasting(i) })),
        ...(isNumbered ? [{ code: plain + at, falseEasting: 5e5 }] : []),
      ],
    };
  }
  for (const { base, from, to, south, figure } of UTM) {
    const zone = code - base;
    if (zone < from || zone > to) continue;
    return {
      code,
      falseEasting: 5e5,
      definition: `+proj=utm +zone=${zone}${south} ${figure} +units=m +no_defs`,
      others: [],
    };
  }
  return null;
}
