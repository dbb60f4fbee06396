import { InputError } from "../model/errors.ts";
import { bounds, flat, type Point, type Ring } from "../model/geometry.ts";
import type { Projection } from "../model/site.ts";
import type { Crs } from "./projection.ts";

/** A site wider than this is a mistake in its coordinates, metres. */
const WIDEST_SITE = 20_000;

/** A position farther than this from the site is a mistake, metres; roads may well run on for a while. */
const FARTHEST_POSITION = 5_000;

/** Length of a degree of a great circle, metres: 40,030 km / 360. */
const DEGREE = 111_195;

type Box = readonly [minX: number, minY: number, maxX: number, maxY: number];

/** Refuses a site that no parcel can be: farther across than a town, or round the world. File coordinates. */
export function checkExtent(shell: readonly Point[], crs: Crs, file: string, place: string): void {
  const [minX, minY, maxX, maxY] = bounds(flat(shell));
  const isDegrees = crs.sort === "geographic";
  // the widest parallel of the box counts
  const nearest = minY < 0 && maxY > 0 ? 0 : Math.min(Math.abs(minY), Math.abs(maxY));
  const [acrossX, acrossY] = isDegrees
    ? [(maxX - minX) * DEGREE * Math.cos((nearest * Math.PI) / 180), (maxY - minY) * DEGREE]
    : [maxX - minX, maxY - minY];
  const across = Math.max(acrossX, acrossY);
  if (across <= WIDEST_SITE) return;
  const kilometres = Math.round(across / 1000);
  throw new InputError(
    `${file}: ${place}: the site is ${kilometres} km across; a parcel of less than ${WIDEST_SITE / 1000} km would be right.`,
  );
}

/**
 * A check of positions in file coordinates: near the site whose outer ring is given, or refused with the distance.
 * @param shell local metres, flat
 */
export function nearCheck(
  shell: Ring,
  projection: Projection,
  crs: Crs,
  file: string,
): (point: Point, place: string) => void {
  const box = bounds(shell);
  const middle = projection.toFile(shell[0], shell[1]);
  const distanceOf = ([x, y]: Point) => {
    const isRough = crs.sort === "geographic" && (Math.abs(x - middle[0]) > 1 || Math.abs(y - middle[1]) > 1);
    return isRough ? greatCircle([x, y], middle) : distanceToBox(projection.toLocal(x, y), box);
  };
  return (point, place) => {
    const off = distanceOf(point);
    if (off <= FARTHEST_POSITION) return;
    const [x, y] = point;
    const isSwapped = (crs.sort !== "geographic" || Math.abs(x) <= 90) && distanceOf([y, x]) <= FARTHEST_POSITION;
    const first = crs.sort === "geographic" ? "latitude" : "the northing";
    throw new InputError(
      isSwapped
        ? `${file}: ${place}: [${x}, ${y}] has ${first} first; [${y}, ${x}] would be right.`
        : `${file}: ${place}: [${x}, ${y}] lies ${Math.round(off / 1000)} km from the site; a position within ${FARTHEST_POSITION / 1000} km would be right.`,
    );
  };
}

/** Distance of a position from a box, metres. */
export function distanceToBox([x, y]: Point, [minX, minY, maxX, maxY]: Box): number {
  const east = Math.max(minX - x, x - maxX, 0);
  const north = Math.max(minY - y, y - maxY, 0);
  return Math.sqrt(east * east + north * north);
}

/** Distance on the sphere, good to half a per cent, metres; for messages. */
function greatCircle(a: Point, b: Point): number {
  const [x1, y1, x2, y2] = [...a, ...b].map((degrees) => (degrees * Math.PI) / 180);
  const h = Math.sin((y2 - y1) / 2) ** 2 + Math.cos(y1) * Math.cos(y2) * Math.sin((x2 - x1) / 2) ** 2;
  return 2 * Math.asin(Math.min(1, Math.sqrt(h))) * ((DEGREE * 180) / Math.PI);
}
