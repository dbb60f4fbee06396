import { polygonContains } from "d3";
import { featuresOf, type Site } from "../engine/index.ts";
import type { Column, Program, Row } from "../engine/lp/index.ts";

/** A cell of the grid, metres: half an aisle, the width of a stall. */
export const CELL = 2.5;

type Cell = readonly [column: number, row: number];

/** A stall of one cell by two, and the two cells in front of its mouth. */
interface Candidate {
  readonly name: string;
  readonly cells: readonly Cell[];
  readonly front: readonly Cell[];
}

/**
 * The grid model of Stephan, Weidinger and Boysen (2021) as a 0/1 program: stalls of one cell by two, driving squares of
 * two by two, every stall with two driven cells before its mouth, every driving square reached from the gate by a flow
 * through squares a cell apart. Its optimum on `stephan-14` is known to be 40.
 */
export function gridModel(site: Site): Program {
  const free = freeCells(site);
  const squares = squaresOf(free);
  const stalls = stallsOf(free);
  const gates = squares.filter((at) => isAtGate(site, at));
  const columns: Column[] = [];
  const rows: Row[] = [];
  const arcs = squares.flatMap((from) =>
    SIDES.map(([dx, dy]): [Cell, Cell] => [from, [from[0] + dx, from[1] + dy]]).filter(([, to]) => has(squares, to)),
  );
  const most = squares.length;
  columns.push(...stalls.map(({ name }) => whole(name, 1)), ...squares.map((at) => whole(square(at), 0)));
  columns.push(...arcs.map(([from, to]) => real(arc(from, to), most)), ...gates.map((at) => real(source(at), most)));
  const covering = new Map(free.map((cell) => [key(cell), stalls.filter(({ cells }) => has(cells, cell))]));
  for (const cell of free) {
    const over = covering.get(key(cell)) ?? [];
    const driven = squares.filter((at) => has(cellsOf(at), cell));
    const terms = over.map(({ name }) => [name, 1] as const);
    rows.push(...driven.map((at) => row(`once ${key(cell)} ${key(at)}`, "<=", 1, [...terms, [square(at), 1]])));
  }
  for (const { name, front } of stalls) {
    const serving = squares.filter((at) => front.every((cell) => has(cellsOf(at), cell)));
    rows.push(row(`mouth ${name}`, "<=", 0, [[name, 1], ...serving.map((at) => [square(at), -1] as const)]));
  }
  for (const at of squares) {
    const into = arcs.filter(([, to]) => key(to) === key(at)).map(([from, to]) => [arc(from, to), 1] as const);
    const out = arcs.filter(([from]) => key(from) === key(at)).map(([from, to]) => [arc(from, to), -1] as const);
    const fed = has(gates, at) ? [[source(at), 1] as const] : [];
    // every driven square uses up one unit of what comes from the gate, and lets something in only when it is driven
    rows.push(row(`flow ${key(at)}`, "=", 0, [...into, ...out, ...fed, [square(at), -1]]));
    rows.push(row(`open ${key(at)}`, "<=", 0, [...into, ...fed, [square(at), -most]]));
  }
  return { name: site.name, direction: "max", columns, rows };
}

const SIDES: readonly Cell[] = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
];

function freeCells(site: Site): Cell[] {
  const xs = [...site.boundary.shell].filter((_, i) => i % 2 === 0);
  const ys = [...site.boundary.shell].filter((_, i) => i % 2 === 1);
  const cells: Cell[] = [];
  for (let i = Math.floor(Math.min(...xs) / CELL); i * CELL < Math.max(...xs); i++) {
    for (let j = Math.floor(Math.min(...ys) / CELL); j * CELL < Math.max(...ys); j++)
      if (isFree(site, [(i + 0.5) * CELL, (j + 0.5) * CELL])) cells.push([i, j]);
  }
  return cells;
}

function isFree(site: Site, at: [number, number]): boolean {
  const [shell, ...holes] = [site.boundary.shell, ...site.boundary.holes].map(pointsOf);
  return polygonContains(shell, at) && !holes.some((hole) => polygonContains(hole, at));
}

function pointsOf(ring: Float64Array): [number, number][] {
  return Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i], ring[2 * i + 1]]);
}

function squaresOf(free: readonly Cell[]): Cell[] {
  return free.filter((at) => cellsOf(at).every((cell) => has(free, cell)));
}

function cellsOf([i, j]: Cell): Cell[] {
  return [
    [i, j],
    [i + 1, j],
    [i, j + 1],
    [i + 1, j + 1],
  ];
}

function stallsOf(free: readonly Cell[]): Candidate[] {
  return free.flatMap(([i, j]) =>
    SIDES.map(([dx, dy]): Candidate => {
      const along = (n: number): Cell => [i + n * dx, j + n * dy];
      return { name: `s ${i} ${j} ${dx} ${dy}`, cells: [along(0), along(1)], front: [along(2), along(3)] };
    }).filter(({ cells, front }) => [...cells, ...front].every((cell) => has(free, cell))),
  );
}

/** A square whose side lies on the gate. */
function isAtGate(site: Site, [i, j]: Cell): boolean {
  const [left, right, low, high] = [i * CELL, (i + 2) * CELL, j * CELL, (j + 2) * CELL];
  return featuresOf(site, "gate").some(({ shape: [ax, ay, bx, by] }) => {
    const [x0, x1, y0, y1] = [Math.min(ax, bx), Math.max(ax, bx), Math.min(ay, by), Math.max(ay, by)];
    const level = y0 === y1 && (low === y0 || high === y0) && left >= x0 && right <= x1;
    return level || (x0 === x1 && (left === x0 || right === x0) && low >= y0 && high <= y1);
  });
}

function has(cells: readonly Cell[], [i, j]: Cell): boolean {
  return cells.some(([x, y]) => x === i && y === j);
}

function key([i, j]: Cell): string {
  return `${i} ${j}`;
}

function square(at: Cell): string {
  return `d ${key(at)}`;
}

function arc(from: Cell, to: Cell): string {
  return `f ${key(from)} ${key(to)}`;
}

function source(at: Cell): string {
  return `g ${key(at)}`;
}

function whole(name: string, cost: number): Column {
  return { name, kind: "integer", lower: 0, upper: 1, cost };
}

function real(name: string, upper: number): Column {
  return { name, kind: "real", lower: 0, upper, cost: 0 };
}

function row(name: string, sense: Row["sense"], bound: number, terms: Row["terms"]): Row {
  return { name, sense, bound, terms };
}
