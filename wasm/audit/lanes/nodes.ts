/**
 * Cells that are as far from the gates and hang together are one node of a graph, which forks where lanes do and closes
 * where they form a ring.
 */
import { get, set } from "../columns";
import { reserve } from "../memory";
import { distance, far, mark, ownCell, owns, size, stepTo } from "./grid";

/** By cell: its band, −1 where no way leads; and its node, −1 likewise. Once nodes are told nobody asks for the bands of cells. */
export let bands: usize = 0;
let nodeOf: usize = 0;
/** Cells node by node; by node: where its cells begin, its band, and its first and last link. */
let cells: usize = 0;
let starts: usize = 0;
let bandOf: usize = 0;
let firstLink: usize = 0;
let lastLink: usize = 0;
/** Farthest cell of a node from the gates, metres. */
let most: usize = 0;
let nodes: i32 = 0;
/** Likewise of all nodes. */
export let farthest: f64 = 0;

/** By link: the node that it leads to, and the next link of its own. */
let linkTo: usize = 0;
let linkNext: usize = 0;
let links: i32 = 0;

export function nodeAt(row: i32): i32 {
  return get(nodeOf, row);
}

export function bandAt(node: i32): i32 {
  return get(bandOf, node);
}

export function firstCell(node: i32): i32 {
  return get(cells, get(starts, node));
}

export function cellCount(node: i32): i32 {
  return get(starts, node + 1) - get(starts, node);
}

export function cellOf(node: i32, k: i32): i32 {
  return get(cells, get(starts, node) + k);
}

/** The first link of a node, the next of a link, and where a link leads; −1 after the last. */
export function linkOf(node: i32): i32 {
  return get(firstLink, node);
}

export function linkAfter(link: i32): i32 {
  return get(linkNext, link);
}

export function linkEnd(link: i32): i32 {
  return get(linkTo, link);
}

/** How many there are. */
export function nodeCount(): i32 {
  return nodes;
}

/** How many links there are in all. */
export function linkCount(): i32 {
  return links;
}

/** 0 cells node by node, 1 where each node's begin (one more than nodes), 2 first links, 3 next links, 4 where links lead, all i32; 5 the most that one is from the gates, f64. */
export function nodeColumn(column: i32): usize {
  if (column == 0) return cells;
  if (column == 1) return starts;
  if (column == 2) return firstLink;
  if (column == 3) return linkNext;
  return column == 4 ? linkTo : most;
}

/** Tells nodes by bands as wide as this, metres; 0 when memory is short. */
export function findNodes(width: f64): i32 {
  bands = reserve(size << 2);
  nodeOf = reserve(size << 2);
  cells = reserve(owns << 2);
  starts = reserve((owns + 1) << 2);
  bandOf = reserve(owns << 2);
  firstLink = reserve(owns << 2);
  lastLink = reserve(owns << 2);
  most = reserve(owns << 3);
  if (!bands || !nodeOf || !cells || !starts || !bandOf || !firstLink || !lastLink || !most) return 0;
  memory.fill(bands, 0xff, (<usize>size) << 2);
  memory.fill(nodeOf, 0xff, (<usize>size) << 2);
  memory.fill(firstLink, 0xff, (<usize>owns) << 2);
  for (let k = 0; k < owns; k++) {
    const row = ownCell(k);
    const metres = distance(far, row);
    if (metres != Infinity) set(bands, row, <i32>Math.floor(metres / width));
  }
  nodes = 0;
  farthest = 0;
  let filled = 0;
  let rims = 0;
  for (let k = 0; k < owns; k++) {
    const start = ownCell(k);
    const band = get(bands, start);
    if (get(nodeOf, start) >= 0 || band < 0) continue;
    set(starts, nodes, filled);
    set(bandOf, nodes, band);
    set(nodeOf, start, nodes);
    set(cells, filled, start);
    let own: f64 = 0;
    let end = filled + 1;
    for (let at = filled; at < end; at++) {
      const row = get(cells, at);
      own = max(own, distance(far, row));
      let isRim = false;
      for (let n = 0; n < 8; n++) {
        const next = row + stepTo(n);
        const other = get(bands, next);
        if (other != band) {
          if (other >= 0) isRim = true;
        } else if (get(nodeOf, next) < 0) {
          set(nodeOf, next, nodes);
          set(cells, end++, next);
        }
      }
      if (isRim) {
        store<u8>(mark + <usize>row, 1);
        rims++;
      }
    }
    store<f64>(most + ((<usize>nodes) << 3), own);
    farthest = max(farthest, own);
    filled = end;
    nodes++;
  }
  set(starts, nodes, filled);
  return linkNodes(rims);
}

/** In the order of the grid; no cell but those beside another band has a link. */
function linkNodes(rims: i32): i32 {
  linkTo = reserve(rims * 32);
  linkNext = reserve(rims * 32);
  if (!linkTo || !linkNext) return 0;
  links = 0;
  for (let k = 0; k < owns; k++) {
    const row = ownCell(k);
    if (!load<u8>(mark + <usize>row)) continue;
    store<u8>(mark + <usize>row, 0);
    const node = nodeAt(row);
    let last = node;
    for (let n = 0; n < 8; n++) {
      const other = nodeAt(row + stepTo(n));
      if (other < 0 || other == node || other == last) continue;
      last = other;
      link(node, other);
    }
  }
  return 1;
}

function link(node: i32, other: i32): void {
  for (let known = linkOf(node); known >= 0; known = linkAfter(known)) if (linkEnd(known) == other) return;
  set(linkTo, links, other);
  set(linkNext, links, -1);
  if (linkOf(node) < 0) set(firstLink, node, links);
  else set(linkNext, get(lastLink, node), links);
  set(lastLink, node, links);
  links++;
}
