import { homesOf, nearestTo } from "../audit/homes.ts";
import { planFeaturesOf } from "../model/plan.ts";
import { featuresOf, type Site } from "../model/site.ts";
import { today } from "../model/today.ts";
import { withHash } from "../read/scenario.ts";
import type { Draft } from "../stages/draft.ts";
import { withCharging } from "../stages/people/charging.ts";
import { intersect, regionArea, regionOf, regionOfRings } from "../stages/plane/region.ts";
import type { OpenGround } from "../stages/retrofit.ts";
import { type Place, placesOf } from "./places.ts";
import { type Use, withStalls, type Zones } from "./zones.ts";

// what residents may want beside stalls, as far as the ground has it

/** An activity place that may be given up: where it lies, nothing else does while it is kept. */
export interface ActivityPlace {
  readonly id: string;
  /** Uses that stand on it. */
  readonly uses: ReadonlySet<string>;
  /** By leftover: ground that could be planted without it, square metres. */
  readonly planted: ReadonlyMap<string, number>;
  /** E-bike slots that stand on it. */
  readonly slots: number;
}

/** What there is to choose beside the stalls. */
export interface Extras {
  /** Zones where bicycles and lockers may stand. */
  readonly places: readonly Place[];
  /** E-bike slots on leftovers, in all of them. */
  readonly slots: number;
  /** Square metres that could be planted, for each slot. */
  readonly groundPerSlot: number;
  /** By use: homes with a stall of it nearer than 6 m. */
  readonly homes: ReadonlyMap<string, number>;
  /** By use: stalls of it that a post could serve; today's stalls likewise. Empty where nobody asks for charging. */
  readonly charged: ReadonlyMap<string, number>;
  readonly chargedToday: number;
  readonly activities: readonly ActivityPlace[];
}

/** A stall nearer to a home than this is near, metres. As in the measures. */
const NEAR = 6;

/** Ground that touches by less is apart, square metres. */
const SPECK = 0.05;

/**
 * What a ground offers beside stalls.
 * @param site as it is, with the activity places that may be given up; `ground` is without them
 * @param asks which of it needs looking for: posts are tried stall by stall
 */
export function extrasOf(ground: OpenGround, zones: Zones, site: Site, asks: { readonly charging: boolean }): Extras {
  const { start, field } = ground;
  const { places, slots, groundPerSlot } = placesOf(start, zones.leftovers, site);
  const posts = (draft: Draft) =>
    planFeaturesOf(withCharging(draft).features, "stall").filter(({ properties }) => properties.type === "charging")
      .length;
  const asking = askingForPosts(start);
  return {
    places,
    slots: slots.length,
    groundPerSlot,
    homes: new Map(zones.uses.map((use) => [use.id, homesNear(site, use)])),
    charged: new Map(
      asks.charging ? zones.uses.map((use) => [use.id, posts(withStalls(asking, field, use.placed))]) : [],
    ),
    chargedToday: asks.charging ? posts({ ...asking, features: today(site) }) : 0,
    activities: movableActivities(site).map((place): ActivityPlace => {
      const own = regionOf([place.shape]);
      const isOn = ({ placed }: Use) =>
        regionArea(intersect(own, regionOfRings(placed.flatMap(({ body, front }) => [body, front])))) > SPECK;
      return {
        id: place.id,
        uses: new Set(zones.uses.filter(isOn).map(({ id }) => id)),
        planted: new Map(zones.leftovers.map(({ id, region }) => [id, regionArea(intersect(own, region))])),
        slots: slots.filter(({ shape }) => regionArea(intersect(own, regionOf([shape]))) > SPECK).length,
      };
    }),
  };
}

/** Activity places that may be given up. */
export function movableActivities(site: Site) {
  return featuresOf(site, "activity").filter(({ properties }) => properties.status === "movable");
}

/** A draft that asks for a post at every stall. */
function askingForPosts(start: Draft): Draft {
  const { problem } = start;
  const demand = { ...problem.scenario.demand, chargingStalls: { share: 1 } };
  // today's stalls are counted by themselves
  const features = start.features.filter(({ kind }) => kind !== "stall");
  return { ...start, features, problem: { ...problem, scenario: withHash({ ...problem.scenario, demand }) } };
}

function homesNear(site: Site, { id, placed }: Use): number {
  const stalls = placed.map(({ body }, i) => ({ id: `${id} ${i}`, shape: { shell: body, holes: [] } }));
  return nearestTo(homesOf(site), stalls).filter(({ distance }) => distance < NEAR).length;
}
