import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import DxfParser, {
  type ICircleEntity,
  type IEntity,
  type ILwpolylineEntity,
  type IPointEntity,
  type ITextEntity,
} from "dxf-parser";
import type { Feature, FeatureCollection, Position } from "geojson";
import { beforeAll, describe, expect, test } from "vitest";
import { readPlan } from "../engine/read/plan.ts";
import { readSite } from "../engine/read/site.ts";
import { drawDxf } from "../engine/write/dxf.ts";
import { dxfText } from "../engine/write/dxfText.ts";
import { say } from "./command.ts";

const root = resolve(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const COURT = "test/fixtures/write/court.geojson";
const COURT_PLAN = "test/fixtures/write/court-plan.geojson";
const MODEL = "scenarios/mishan-lane-30.geojson";
const LOT = "scenarios/lots/rect-60x34-west.geojson";

const court = readSite(read(COURT), "court.geojson");
const { features, header } = readPlan(read(COURT_PLAN), "court-plan.geojson", court);
const bare = { name: String(header?.name), seed: 7, steps: 1200, features, measures: null, audit: [] };
const plan = { ...bare, study: false, rules: { profile: "cn-shanghai", version: "1" } };

/** Layers as the drawing office is told, written out once more: kind, and status where there are two. */
const LAYERS: Readonly<Record<string, string>> = {
  "stall existing": "STALL-EXISTING",
  "stall new": "STALL-NEW",
  accessAisle: "ACCESS-AISLE",
  stallRemoved: "STALL-REMOVED",
  aisle: "AISLE",
  driveway: "DRIVEWAY",
  "fireLane existing": "FIRELANE-EXISTING",
  "fireLane new": "FIRELANE",
  turnaround: "TURNAROUND",
  sweptPath: "SWEPTPATH",
  repair: "REPAIR",
  charger: "CHARGER",
  ebikeSlot: "EBIKE",
  ebikeCharger: "EBIKE-CHARGER",
  bikeAisle: "EBIKE-AISLE",
  shed: "SHED-REBUILT",
  locker: "LOCKER",
  lockerPad: "LOCKER-PAD",
  "green existing": "GREEN-EXISTING",
  "green new": "GREEN-NEW",
  greenRemoved: "GREEN-REMOVED",
  wallGreen: "GREEN-WALL",
  pergola: "PERGOLA",
  treeMoved: "TREE-MOVED",
};

function layerOf({ properties }: Feature): string {
  const kind = String(properties?.kind);
  return LAYERS[kind] ?? LAYERS[`${kind} ${properties?.status}`] ?? `no layer for ${kind}`;
}

/** What another reader finds in a drawing. */
function readBack(text: string) {
  const dxf = new DxfParser().parseSync(text);
  if (dxf === null) throw new Error("this is no DXF");
  const of = <E extends IEntity>(type: string) => dxf.entities.filter((entity) => entity.type === type) as E[];
  return {
    header: dxf.header,
    layers: dxf.tables.layer.layers,
    entities: dxf.entities,
    polylines: of<ILwpolylineEntity>("LWPOLYLINE"),
    points: of<IPointEntity>("POINT"),
    circles: of<ICircleEntity>("CIRCLE"),
    texts: of<ITextEntity>("TEXT"),
  };
}

/**
 * The same corners within 0.1 mm, in their order, from any of them on, either way round. Of corners of the file that lie
 * within 0.3 mm of each other the reader keeps one.
 */
function isSameRing(found: readonly { x: number; y: number }[], wanted: readonly Position[]): boolean {
  const nearest = (x: number, y: number, among: readonly { x: number; y: number }[]) =>
    among.reduce<[row: number, distance: number]>(
      (best, at, row) => {
        const distance = Math.hypot(at.x - x, at.y - y);
        return distance < best[1] ? [row, distance] : best;
      },
      [-1, Infinity],
    );
  const corners = wanted.map(([x, y]) => ({ x, y }));
  const rows = found.map(({ x, y }) => nearest(x, y, corners));
  if (rows.some(([, distance]) => distance > 1.5e-4)) return false;
  if (corners.some(({ x, y }) => nearest(x, y, found)[1] > 3e-4)) return false;
  const turns = (way: 1 | -1) => rows.filter(([row], i) => way * (rows[(i + 1) % rows.length][0] - row) <= 0).length;
  return turns(1) === 1 || turns(-1) === 1;
}

/** Features of a plan's file whose geometry is not found on its layer; `place` brings positions of the file to metres. */
function missing(collection: FeatureCollection, text: string, place: (at: Position) => Position): string[] {
  const { polylines, points } = readBack(text);
  const isOn = (layer: string, wanted: readonly Position[], closed: boolean) =>
    polylines.some(
      (line) => line.layer === layer && Boolean(line.shape) === closed && isSameRing(line.vertices, wanted),
    );
  return collection.features.flatMap((feature) => {
    const { geometry, properties } = feature;
    const layer = layerOf(feature);
    const centre = properties?.centreline as Position[] | undefined;
    const lines = centre === undefined ? [] : [isOn(`${layer}-CENTRE`, centre.map(place), false)];
    if (geometry.type === "Polygon") {
      lines.push(...geometry.coordinates.map((ring) => isOn(layer, ring.slice(0, -1).map(place), true)));
    } else if (geometry.type === "LineString") lines.push(isOn(layer, geometry.coordinates.map(place), false));
    else if (geometry.type === "Point") {
      const [x, y] = place(geometry.coordinates);
      lines.push(points.some((point) => point.layer === layer && isSameRing([point.position], [[x, y]])));
    } else lines.push(false);
    return lines.map((isThere, i) => (isThere ? "" : `${properties?.id} ${i}`)).filter((name) => name !== "");
  });
}

/** The lines of a setting-out table by the names of its columns. None of its cells here has a line break. */
function tableOf(csv: string): Record<string, string>[] {
  const [head, ...lines] = csv.trimEnd().split("\n");
  const names = head.split(",");
  return lines.map((line) => {
    const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map((cell) => cell[1] ?? cell[2]);
    expect(cells).toHaveLength(names.length);
    return Object.fromEntries(names.map((name, i) => [name, cells[i]]));
  });
}

let model = "";
let lot = "";
beforeAll(async () => {
  model = (await say(["solve", MODEL, "--scenario", "scenarios/ten-stalls.json", "--steps", "300"])).out;
  lot = (await say(["solve", LOT, "--steps", "300"])).out;
});

describe("a plan as a DXF drawing", () => {
  test("every ring, line and place is on the layer of its kind and status, in the grid of the file", () => {
    const collection = JSON.parse(read(COURT_PLAN)) as FeatureCollection;
    expect(new Set(collection.features.map(layerOf)).size).toBeGreaterThan(20);
    expect(missing(collection, drawDxf(plan, court), (at) => at)).toEqual([]);
    // a corner that lies elsewhere by half a millimetre would be found
    const [first] = collection.features;
    if (first.geometry.type === "Polygon") first.geometry.coordinates[0][1][0] += 5e-4;
    expect(missing(collection, drawDxf(plan, court), (at) => at)).toEqual(["A01 0"]);
  });

  test("the model case lies in the plane that its note names", async () => {
    const { status, out } = await say(["export", "-", "--site", MODEL, "--to", "dxf"], { text: model });
    expect(status).toBe(0);
    const site = readSite(read(MODEL), "mishan-lane-30.geojson");
    const collection = JSON.parse(model) as FeatureCollection;
    expect(collection.features.filter(({ properties }) => properties?.status === "new").length).toBeGreaterThan(9);
    expect(missing(collection, out, ([x, y]) => [...site.projection.toLocal(x, y)])).toEqual([]);
    const { texts, header } = readBack(out);
    expect(site.projection.plane).toMatch(/^\+proj=tmerc \+lat_0=31\.\d+ \+lon_0=121\.\d+ \+k=1 \+x_0=0 \+y_0=0 /);
    expect(texts.filter(({ text }) => text.includes(String(site.projection.plane)))).toHaveLength(2);
    expect(texts.map(({ text }) => text)).toContain("密山路30弄（示意）");
    expect(header).toMatchObject({ $ACADVER: "AC1021", $INSUNITS: 6, $MEASUREMENT: 1 });
  });

  test("a lot, with its centre-lines", async () => {
    const { status, out } = await say(["export", "-", "--site", LOT, "--to", "dxf"], { text: lot });
    expect(status).toBe(0);
    expect(out).toContain("AISLE-CENTRE");
    expect(missing(JSON.parse(lot) as FeatureCollection, out, (at) => at)).toEqual([]);
  });

  test("rings with holes are rings of their own; all lie within the extent that is named", () => {
    const site = JSON.parse(read(COURT)) as FeatureCollection;
    const shell = (site.features[0].geometry as { coordinates: Position[][] }).coordinates;
    shell.push([
      [351240, 3476125],
      [351240, 3476126],
      [351241, 3476126],
      [351241, 3476125],
      [351240, 3476125],
    ]);
    const { polylines, header } = readBack(drawDxf({ ...plan, features: [] }, readSite(JSON.stringify(site), "hole")));
    const rings = polylines.filter(({ layer }) => layer === "SITE");
    expect(rings.map(({ vertices }) => vertices.length)).toEqual([5, 4]);
    expect(rings.every(({ shape }) => shape)).toBe(true);
    const [least, most] = [header.$EXTMIN, header.$EXTMAX] as { x: number; y: number }[];
    for (const { x, y } of rings.flatMap(({ vertices }) => vertices)) {
      expect(x >= least.x && x <= most.x && y >= least.y && y <= most.y).toBe(true);
    }
  });

  test("every layer that is drawn on is declared, by a name of plain letters; stalls carry their numbers", () => {
    const { layers, entities, texts } = readBack(drawDxf(plan, court));
    for (const { layer } of entities) expect(Object.keys(layers)).toContain(layer);
    for (const name of Object.keys(layers)) expect(name).toMatch(/^[A-Z0-9-]+$/);
    expect(entities.every(({ layer }) => layer !== "0")).toBe(true);
    const labels = texts.filter(({ layer }) => layer === "TEXT").map(({ text }) => text);
    for (const id of ["A01", "A03", "A06"]) expect(labels).toContain(id);
  });

  test("numbers of slots run along them, the right way up", () => {
    const { texts } = readBack(drawDxf(plan, court));
    const collection = JSON.parse(read(COURT_PLAN)) as FeatureCollection;
    const slots = collection.features.filter(({ properties }) => properties?.kind === "ebikeSlot");
    expect(slots.length).toBeGreaterThan(1);
    for (const { geometry, properties } of slots) {
      const [ring] = (geometry as { coordinates: Position[][] }).coordinates;
      const edges = ring.slice(1).map(([x, y], i) => [x - ring[i][0], y - ring[i][1]]);
      const [dx, dy] = edges.reduce((a, b) => (Math.hypot(b[0], b[1]) > Math.hypot(a[0], a[1]) + 0.01 ? b : a));
      const turn = texts.find(({ text }) => text === properties?.id)?.rotation ?? Number.NaN;
      expect(Math.abs(turn)).toBeLessThanOrEqual(90);
      const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
      expect(Math.abs(dx * sin - dy * cos)).toBeLessThan(0.001);
    }
  });

  test("the same plan twice gives the same bytes, whatever was drawn between; no exponent, no clock", () => {
    const text = drawDxf(plan, court);
    drawDxf({ ...plan, features: features.slice(0, 3) }, court);
    expect(drawDxf(structuredClone(plan), court)).toBe(text);
    expect(text).not.toMatch(/NaN|Infinity|undefined|TDCREATE|TDUPDATE/);
    expect(text).not.toMatch(/^\s*-?[\d.]+e[-+]?\d+$/im);
    expect(text.endsWith("0\nEOF\n")).toBe(true);
  });

  test("names from files open no group, name no sign by its number and are not cut in half", () => {
    const evil = "甲\r\n0\nSECTION\u2028\u00850\u0000EOF %%u \\U+000A ^J \ud800";
    const text = drawDxf(
      { ...plan, name: evil, features: features.map((one) => ({ ...one, id: `${one.id}\n0\nEOF` })) },
      court,
    );
    const sound = readBack(drawDxf(plan, court));
    const drawn = readBack(text);
    expect(drawn.entities.map(({ type }) => type)).toEqual(sound.entities.map(({ type }) => type));
    expect(text.split("\n")).toHaveLength(drawDxf(plan, court).split("\n").length);
    expect(drawn.texts.map((one) => one.text)).toContain("甲 0 SECTION 0 EOF %%%%%%u ＼U+000A ^ J");
    expect([...dxfText("𠮷".repeat(500))]).toHaveLength(240);
    expect(dxfText(" \n\t ")).toBe("");
  });

  test("a study says so in red above the drawing and below it, another plan nowhere", () => {
    const stamps = (study: boolean) =>
      readBack(drawDxf({ ...plan, study }, court)).texts.filter(({ text }) => text.includes("Study, not approvable"));
    expect(stamps(true).map(({ layer }) => layer)).toEqual(["NOTE-STUDY", "NOTE-STUDY"]);
    expect(stamps(false)).toEqual([]);
    expect(readBack(drawDxf(plan, court)).layers["NOTE-STUDY"].colorIndex).toBe(1);
  });
});

describe("the command", () => {
  test("without the site: the plan's features alone, and that is said on standard error and in the drawing", async () => {
    const { status, out, error } = await say(["export", COURT_PLAN, "--to", "dxf"]);
    expect({ status, error }).toEqual({
      status: 0,
      error: "court-plan.geojson: without --site SITE only the plan's features are drawn.\n",
    });
    const { polylines, texts } = readBack(out);
    expect(polylines.filter(({ layer }) => layer === "SITE" || layer === "BUILDING")).toEqual([]);
    expect(missing(JSON.parse(read(COURT_PLAN)) as FeatureCollection, out, (at) => at)).toEqual([]);
    const words = texts.map(({ text }) => text).join("\n");
    expect(words).toContain("Plan features only");
    expect(words).toContain("Not audited: no site file");
  });

  test("a plan that breaks rules says how many, in drawing and table", async () => {
    const drawing = (await say(["export", COURT_PLAN, "--site", COURT, "--to", "dxf"])).out;
    const table = (await say(["export", COURT_PLAN, "--site", COURT, "--to", "csv"])).out;
    const red = readBack(drawing).texts.filter(({ layer }) => layer === "NOTE-STUDY");
    const said = red.map(({ text }) => /(\d+) new breaches/.exec(text)?.[1]).find((count) => count !== undefined);
    expect(Number(said)).toBeGreaterThan(0);
    expect(new Set(tableOf(table).map((line) => line.plan))).toEqual(
      new Set([`Study, not approvable; ${said} new breaches`]),
    );
  });
});

describe("the setting-out table", () => {
  test("one line a corner, in the order and the coordinates of the plan file", async () => {
    const { status, out } = await say(["export", COURT_PLAN, "--site", COURT, "--to", "csv"]);
    expect(status).toBe(0);
    const table = tableOf(out);
    const collection = JSON.parse(read(COURT_PLAN)) as FeatureCollection;
    const isSetOut = ({ properties: of }: Feature) =>
      of?.kind !== "sweptPath" && (of?.kind !== "green" || of.status === "new");
    const wanted = collection.features.filter(isSetOut);
    expect([...new Set(table.map(({ id }) => id))]).toEqual(wanted.map(({ properties }) => properties?.id));
    for (const { geometry, properties } of wanted) {
      const lines = table.filter(({ id, part }) => id === properties?.id && part !== "centreline");
      const found = lines.map(({ east, north }) => ({ x: Number(east), y: Number(north) }));
      const { coordinates } = geometry as unknown as { coordinates: unknown };
      const ring =
        geometry.type === "Polygon"
          ? (coordinates as Position[][]).flatMap((one) => one.slice(0, -1))
          : geometry.type === "Point"
            ? [coordinates as Position]
            : (coordinates as Position[]);
      expect(isSameRing(found, ring), String(properties?.id)).toBe(true);
      expect(lines.map(({ point }) => Number(point))).toEqual(lines.map((_, i) => i + 1));
    }
    expect(out.split("\n")[1]).toMatch(
      /^A01,stall,standard,existing,outline,1,351242\.4961,3476123\.2434,2\.4000,5\.0000,EPSG:4549,"Study, not approvable; \d+ new breaches"$/,
    );
    expect(Object.keys(table[0])).not.toContain("longitude");
  });

  test("of a site in degrees: metres of the plane, and longitude and latitude as in the plan file", async () => {
    const { out } = await say(["export", "-", "--site", MODEL, "--to", "csv"], { text: model });
    const table = tableOf(out);
    const site = readSite(read(MODEL), "mishan-lane-30.geojson");
    const collection = JSON.parse(model) as FeatureCollection;
    const stalls = collection.features.filter(({ properties }) => properties?.kind === "stall");
    expect(stalls.length).toBeGreaterThan(10);
    for (const { geometry, properties } of stalls) {
      const lines = table.filter(({ id }) => id === properties?.id);
      const ring = (geometry as { coordinates: Position[][] }).coordinates[0].slice(0, -1);
      // the mouth comes first, as in the file
      expect(lines.map(({ longitude, latitude }) => [longitude, latitude].map(Number))).toEqual(ring);
      for (const { east, north, longitude, latitude, crs } of lines) {
        const [x, y] = site.projection.toLocal(Number(longitude), Number(latitude));
        expect([x.toFixed(4), y.toFixed(4)]).toEqual([east, north]);
        expect(crs).toBe(`proj:${site.projection.plane}`);
      }
    }
    expect(out).not.toMatch(/,-0\.0+,|\de-/);
  });

  test("a name that a spreadsheet would run is text; holes and centre-lines are parts with numbers of their own", async () => {
    const collection = JSON.parse(lot) as FeatureCollection;
    const aisle = collection.features.find(({ properties }) => properties?.kind === "aisle");
    if (aisle?.properties) aisle.properties.id = '=cmd|"/c calc"!A1';
    const { out } = await say(["export", "-", "--site", LOT, "--to", "csv"], { text: JSON.stringify(collection) });
    expect(out).toContain(`"'=cmd|""/c calc""!A1",aisle,,new,outline,1,`);
    expect(out).toContain(`"'=cmd|""/c calc""!A1",aisle,,new,centreline,1,`);
    expect(out).not.toMatch(/^=/m);
  });
});
