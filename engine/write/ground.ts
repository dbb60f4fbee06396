import type { Point } from "../model/geometry.ts";
import type { Site } from "../model/site.ts";
import { rounded } from "./features.ts";

/** Where the metres of a drawing for setting out lie. */
export interface Ground {
  /** The system as a site file names it: `EPSG:4549`, `proj:+proj=…`, `local:metre`. */
  readonly crs: string;
  readonly zh: string;
  readonly en: string;
  /** Local metres to [east, north] in that system, metres to 0.1 mm. */
  toGround(x: number, y: number): Point;
  /** Local metres to [longitude, latitude], degrees to 9 decimals; null where the site's file is in metres. */
  readonly toDegrees: ((x: number, y: number) => Point) | null;
}

/** The grid of the site's own file where that is in metres; else the engine's local plane, with what it takes to place it again. */
export function groundOf({ projection }: Site): Ground {
  const { crs, plane, georeferenced } = projection;
  if (plane === null) {
    const name = crs?.properties.name ?? "local:metre";
    return {
      crs: name,
      zh: georeferenced ? `坐标系 ${name}，单位米` : "局部坐标，单位米，无地理位置",
      en: georeferenced ? `Coordinates: ${name}, metres` : "Local metres (local:metre), no place on Earth",
      toGround: (x, y) => projection.toFile(x, y),
      toDegrees: null,
    };
  }
  const [longitude, latitude] = projection.toFile(0, 0).map((value) => Number(value.toFixed(6)));
  return {
    crs: `proj:${plane}`,
    zh: `平面坐标，单位米，原点经度 ${longitude}°、纬度 ${latitude}°，投影 ${plane}`,
    en: `Plane metres; origin at longitude ${longitude}, latitude ${latitude}; projection ${plane}`,
    toGround: (x, y) => [rounded(x), rounded(y)],
    toDegrees: (x, y) => projection.toFile(x, y),
  };
}
