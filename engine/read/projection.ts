import proj4 from "proj4";
import { InputError } from "../model/errors.ts";
import type { Point } from "../model/geometry.ts";
import type { Projection } from "../model/site.ts";
import { SNAP } from "../model/tolerance.ts";

/** What a file says of its coordinates. FORMAT.md section 1. */
export interface Crs {
  readonly member: Projection["crs"];
  readonly sort: "geographic" | "projected" | "local";
  /** PROJ string of a projected system; empty otherwise. */
  readonly definition: string;
}

const GEOGRAPHIC =
  /^(?:urn:ogc:def:crs:)?(?:OGC:(?:1\.3|2)?:?:?CRS84|CRS84|EPSG::?(?:4326|4490)|EPSG:[\d.]+:(?:4326|4490))$/i;

/** Origins in degrees are rounded to this, so that engines whose last bits differ take the same one. */
const ORIGIN_DEGREES = 1e-6;

/** The `crs` member of a file, understood. */
export function readCrs(member: unknown, file: string): Crs {
  if (member === undefined || member === null) return { member: null, sort: "geographic", definition: "" };
  const name = (member as { properties?: { name?: unknown } }).properties?.name;
  const wanted = `{"type":"name","properties":{"name":"EPSG:4549"}}`;
  if (typeof name !== "string")
    throw new InputError(`${file}: crs: this is no named system; ${wanted} would be right.`);
  const kept = { type: "name", properties: { name } } as const;
  if (name === "local:metre") return { member: kept, sort: "local", definition: "" };
  if (GEOGRAPHIC.test(name)) return { member: kept, sort: "geographic", definition: "" };
  if (name.startsWith("proj:")) {
    const definition = name.slice("proj:".length).trim();
    return projected(kept, definition, file, name);
  }
  const code = /^(?:urn:ogc:def:crs:EPSG:[\d.]*:|EPSG:{1,2})(\d+)$/i.exec(name)?.[1];
  const definition = code === undefined ? null : definitionOf(Number(code));
  if (definition === null) {
    throw new InputError(
      `${file}: crs: ${JSON.stringify(name)} is not known; EPSG:4513 to 4554 (CGCS2000), UTM, EPSG:4326, a PROJ string "proj:+proj=…" or "local:metre" would be right.`,
    );
  }
  return projected(kept, definition, file, name);
}

function projected(member: Crs["member"], definition: string, file: string, name: string): Crs {
  try {
    const [x, y] = proj4("WGS84", definition, [0, 0]);
    if (!/units=m|ellps|datum|\+a=/.test(definition) && !Number.isFinite(x + y)) throw new Error("no numbers");
  } catch {
    throw new InputError(
      `${file}: crs: ${JSON.stringify(name)} cannot be used; a PROJ string such as "proj:+proj=tmerc +lon_0=121.5 +ellps=GRS80 +units=m" would be right.`,
    );
  }
  if (/\+units=(?!m\b)/.test(definition)) {
    throw new InputError(
      `${file}: crs: ${JSON.stringify(name)} is not in metres; a system with +units=m would be right.`,
    );
  }
  return { member, sort: "projected", definition };
}

/** PROJ string of a projected system by its EPSG code, metres; null when it is not one of ours. */
function definitionOf(code: number): string | null {
  const gauss = (meridian: number, falseEasting: number) =>
    `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=1 +x_0=${falseEasting} +y_0=0 +ellps=GRS80 +units=m +no_defs`;
  // CGCS2000 Gauss-Krüger: 6° zones 13–23 and 3° zones 25–45, each with the zone in the easting or by central meridian
  if (code >= 4491 && code <= 4501) return gauss(75 + 6 * (code - 4491), (13 + code - 4491) * 1e6 + 5e5);
  if (code >= 4502 && code <= 4512) return gauss(75 + 6 * (code - 4502), 5e5);
  if (code >= 4513 && code <= 4533) return gauss(75 + 3 * (code - 4513), (25 + code - 4513) * 1e6 + 5e5);
  if (code >= 4534 && code <= 4554) return gauss(75 + 3 * (code - 4534), 5e5);
  const utm = (zone: number, south: string, ellipsoid: string) =>
    `+proj=utm +zone=${zone}${south} ${ellipsoid} +units=m +no_defs`;
  if (code > 32600 && code <= 32660) return utm(code - 32600, "", "+datum=WGS84");
  if (code > 32700 && code <= 32760) return utm(code - 32700, " +south", "+datum=WGS84");
  if (code >= 25828 && code <= 25838) return utm(code - 25800, "", "+ellps=GRS80");
  if (code >= 26901 && code <= 26923) return utm(code - 26900, "", "+ellps=GRS80");
  if (code === 3857) return null;
  return null;
}

/** The local plane of a site whose first shell is given in file coordinates. */
export function projectionAt(crs: Crs, shell: readonly Point[]): Projection {
  if (crs.sort !== "geographic") return shifted(crs, shell);
  const [longitude, latitude] = originOf(shell);
  const local = `+proj=tmerc +lat_0=${latitude} +lon_0=${longitude} +k=1 +x_0=0 +y_0=0 +ellps=WGS84 +units=m +no_defs`;
  const converter = proj4("+proj=longlat +ellps=WGS84 +no_defs", local);
  return {
    crs: crs.member,
    decimals: 9,
    georeferenced: true,
    toLocal(x, y) {
      const [east, north] = converter.forward([x, y]);
      return [snap(east), snap(north)];
    },
    toFile(x, y) {
      const [east, north] = converter.inverse([x, y]);
      return [rounded(east, 1e9), rounded(north, 1e9)];
    },
  };
}

/** A projected grid keeps its own axes; only the origin moves near the site, by whole metres. */
function shifted(crs: Crs, shell: readonly Point[]): Projection {
  const [x0, y0] = shell.reduce(
    ([x, y], point) => [Math.min(x, point[0]), Math.min(y, point[1])],
    [Infinity, Infinity],
  );
  const east = crs.sort === "local" ? 0 : Math.floor(x0);
  const north = crs.sort === "local" ? 0 : Math.floor(y0);
  return {
    crs: crs.member,
    decimals: 4,
    georeferenced: crs.sort === "projected",
    toLocal: (x, y) => [snap(x - east), snap(y - north)],
    toFile: (x, y) => [rounded(x + east, 1e4), rounded(y + north, 1e4)],
  };
}

function originOf(shell: readonly Point[]): Point {
  const middle = (axis: 0 | 1) => {
    const values = shell.map((point) => point[axis]);
    const mean = (Math.min(...values) + Math.max(...values)) / 2;
    return Math.round(mean / ORIGIN_DEGREES) * ORIGIN_DEGREES;
  };
  return [Number(middle(0).toFixed(6)), Number(middle(1).toFixed(6))];
}

function snap(value: number): number {
  return rounded(value, 1 / SNAP);
}

function rounded(value: number, parts: number): number {
  const out = Math.round(value * parts) / parts;
  return out === 0 ? 0 : out;
}
