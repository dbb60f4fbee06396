import proj4 from "proj4";
import { InputError } from "../model/errors.ts";
import type { Point } from "../model/geometry.ts";
import type { Projection } from "../model/site.ts";
import { SNAP } from "../model/tolerance.ts";
import { show } from "./show.ts";
import { type Zone, zoneOf } from "./zones.ts";

/** What a file says of its coordinates. FORMAT.md section 1. */
export interface Crs {
  readonly member: Projection["crs"];
  readonly sort: "geographic" | "projected" | "local";
  /** PROJ string of a projected system; empty otherwise. */
  readonly definition: string;
  /** The zone that a projected system named by its code is; null otherwise. */
  readonly zone: Zone | null;
}

const GEOGRAPHIC =
  /^(?:urn:ogc:def:crs:)?(?:OGC:(?:1\.3|2)?:?:?CRS84|CRS84|EPSG::?(?:4326|4490)|EPSG:[\d.]+:(?:4326|4490))$/i;

/** Decimals of a degree that an origin is rounded to, so that engines whose last bits differ take the same one. */
const ORIGIN_DECIMALS = 6;

/** The `crs` member of a file, understood. */
export function readCrs(member: unknown, file: string): Crs {
  if (member === undefined || member === null) return { member: null, sort: "geographic", definition: "", zone: null };
  const name = (member as { properties?: { name?: unknown } | null }).properties?.name;
  const wanted = `{"type":"name","properties":{"name":"EPSG:4549"}}`;
  if (typeof name !== "string")
    throw new InputError(`${file}: crs: this is no named system; ${wanted} would be right.`);
  const kept = { type: "name", properties: { name } } as const;
  if (name === "local:metre") return { member: kept, sort: "local", definition: "", zone: null };
  if (GEOGRAPHIC.test(name)) return { member: kept, sort: "geographic", definition: "", zone: null };
  if (name.startsWith("proj:")) return byString(kept, name.slice("proj:".length).trim(), file);
  const code = /^(?:urn:ogc:def:crs:EPSG:[\d.]*:|EPSG:{1,2})(\d+)$/i.exec(name)?.[1];
  const zone = code === undefined ? null : zoneOf(Number(code));
  if (zone === null) {
    throw new InputError(
      `${file}: crs: ${show(name)} is not known; EPSG:4513 to 4554 (CGCS2000), UTM, EPSG:4326, a PROJ string "proj:+proj=…" or "local:metre" would be right.`,
    );
  }
  return { member: kept, sort: "projected", definition: zone.definition, zone };
}

/** A system given as a PROJ string: one that projects, in metres. */
function byString(member: NonNullable<Crs["member"]>, definition: string, file: string): Crs {
  const name = show(member.properties.name);
  const parameter = (key: string) => new RegExp(`\\+${key}=(\\S+)`).exec(definition)?.[1];
  if (/\+proj=(?:longlat|latlong|lonlat|latlon)\b/.test(definition)) {
    return { member, sort: "geographic", definition: "", zone: null };
  }
  if ((parameter("units") ?? "m") !== "m" || Number(parameter("to_meter") ?? 1) !== 1) {
    throw new InputError(`${file}: crs: ${name} is not in metres; a system with +units=m would be right.`);
  }
  // an origin that the string leaves out is zero; that of a UTM zone is in the zone
  const origin = parameter("proj") === "utm" ? [] : ["lat_0", "lon_0", "x_0", "y_0"];
  const missing = origin.filter((key) => parameter(key) === undefined);
  const whole = [definition, ...missing.map((key) => `+${key}=0`)].join(" ");
  let [x, y] = [Number.NaN, Number.NaN];
  try {
    const standard = parameter("lat_0") ?? parameter("lat_1") ?? "0";
    [x, y] = proj4(whole).forward([Number(parameter("lon_0") ?? 0), Number(standard)]);
  } catch {
    // proj4 throws words and errors of many kinds at what it cannot parse; all mean the same
  }
  if (!definition.startsWith("+proj=") || !Number.isFinite(x) || !Number.isFinite(y)) {
    throw new InputError(
      `${file}: crs: ${name} cannot be used; a PROJ string such as "proj:+proj=tmerc +lon_0=121.5 +ellps=GRS80 +units=m" would be right.`,
    );
  }
  return { member, sort: "projected", definition, zone: null };
}

/**
 * The local plane of a site whose outer ring is given in file coordinates: longitude and latitude in a transverse
 * Mercator at its centroid, scale 1; a projected grid with its own axes, only the origin moved near the site by whole
 * metres; `local:metre` as it is.
 */
export function projectionAt(crs: Crs, shell: readonly Point[]): Projection {
  if (crs.sort === "geographic") return transverse(crs, centroid(shell));
  const [x0, y0] = crs.sort === "local" ? [0, 0] : corner(shell);
  return {
    crs: crs.member,
    decimals: 4,
    georeferenced: crs.sort === "projected",
    plane: null,
    toLocal: (x, y) => [rounded(x - x0, 1 / SNAP), rounded(y - y0, 1 / SNAP)],
    toFile: (x, y) => [rounded(x + x0, 1e4), rounded(y + y0, 1e4)],
  };
}

function transverse(crs: Crs, [longitude, latitude]: Point): Projection {
  const local = `+proj=tmerc +lat_0=${latitude} +lon_0=${longitude} +k=1 +x_0=0 +y_0=0 +ellps=WGS84 +units=m +no_defs`;
  const converter = proj4("+proj=longlat +ellps=WGS84 +no_defs", local);
  return {
    crs: crs.member,
    decimals: 9,
    georeferenced: true,
    plane: local,
    toLocal(x, y) {
      const [east, north] = converter.forward([x, y]);
      return [rounded(east, 1 / SNAP), rounded(north, 1 / SNAP)];
    },
    toFile(x, y) {
      const [east, north] = converter.inverse([x, y]);
      return [rounded(east, 1e9), rounded(north, 1e9)];
    },
  };
}

/** South-west corner of the box around a ring, whole metres. */
function corner(shell: readonly Point[]): Point {
  let [x0, y0] = [Infinity, Infinity];
  for (const [x, y] of shell) {
    x0 = Math.min(x0, x);
    y0 = Math.min(y0, y);
  }
  return [Math.floor(x0), Math.floor(y0)];
}

/** Centroid of a ring in degrees, rounded; of a ring without area the mean of its points. */
function centroid(shell: readonly Point[]): Point {
  const [x0, y0] = shell[0];
  let [twice, east, north] = [0, 0, 0];
  for (let i = 0; i < shell.length; i++) {
    const [ax, ay] = [shell[i][0] - x0, shell[i][1] - y0];
    const next = shell[(i + 1) % shell.length];
    const [bx, by] = [next[0] - x0, next[1] - y0];
    const cross = ax * by - bx * ay;
    twice += cross;
    east += (ax + bx) * cross;
    north += (ay + by) * cross;
  }
  const mean = (axis: 0 | 1) => shell.reduce((sum, point) => sum + point[axis] / shell.length, 0);
  const middle: Point = [x0 + east / (3 * twice), y0 + north / (3 * twice)];
  // a ring that crosses itself may have its centroid anywhere: it is refused later, but projected before
  const isNear = (at: Point) => shell.some(([x, y]) => Math.abs(x - at[0]) < 1 && Math.abs(y - at[1]) < 1);
  const [x, y] = Number.isFinite(middle[0] + middle[1]) && isNear(middle) ? middle : [mean(0), mean(1)];
  return [Number(x.toFixed(ORIGIN_DECIMALS)), Number(y.toFixed(ORIGIN_DECIMALS))];
}

/** To whole parts of one; never -0. */
function rounded(value: number, parts: number): number {
  const out = Math.round(value * parts) / parts;
  return out === 0 ? 0 : out;
}
