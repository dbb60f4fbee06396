import type { Area } from "../../model/geometry.ts";
import { featuresOf, type Site } from "../../model/site.ts";
import { areasOf, intersect, regionOf } from "../plane/region.ts";

/** A piece of green below this is where the hand slipped over an edge, square metres. */
const SLIP = 0.25;

/**
 * What an area drawn to be kept green stands for: what of it is green today, piece by piece, for nobody draws along the
 * edge of a lawn to the millimetre; where nothing of it is green, the area itself, to be planted.
 */
export function keptGreen(site: Site, area: Area): Area[] {
  const today = intersect(regionOf([area]), regionOf(featuresOf(site, "green").map((green) => green.shape)));
  const pieces = areasOf(today, SLIP);
  return pieces.length > 0 ? pieces : [area];
}
