/**
 * What a search of an open lot does when. Combs and runs of annealing take turns from the first steps on, and a run is as long as what has been
 * searched so far is worth: so a search that is cut short, by a time limit or because several kernels share it, has done in small what a whole one
 * does. Work is what strips.ts counts.
 */
import { work } from "./strips";

/** Share of the planned work that combs take at most; where there is a plan of squares, which is better than any of them. */
const COMBS: i64 = 4;
const COMBS_BESIDE_SQUARES: i64 = 512;
/** Share that they take at first, before any run; later they take half of what runs have taken. */
const FIRST_COMBS: i64 = 32;
/** Parts of its scope that a run takes, from nothing and from a layout that is there; work that it takes at least. */
const SHORT: f64 = 0.02;
const LONG: f64 = 0.08;
const LEAST_RUN: i64 = 200000;
/** The scope doubles when runs have taken as much: from 3/32 of the planned work up to three quarters, which is what combs leave, for each kernel. */
const LEAST_SCOPE: f64 = 0.09375;
const MOST_SCOPE: f64 = 0.75;
/** In this share of what a scope adds to the last one all runs start from nothing. */
const FRESH: f64 = 0.35;
/** Share of the scope that parts put together are worked on after a run, and the most: a time limit is to be kept. */
const GRAFT: f64 = 0.015;
const MOST_GRAFT: i64 = 12000000;

let planned: i64 = 0;
/** Kernels that share the search. */
let kernels: i32 = 1;
/** Work that combs have taken, and may take before it is the runs' turn, and at all. */
let combed: i64 = 0;
let combsUntil: i64 = 0;
let mostCombed: i64 = 0;
let scope: f64 = 0;

export let runFrom: i64 = 0;
export let runUntil: i64 = 0;

/** Begins a search of so much work. */
export function openSchedule(plannedWork: i64, hasSquares: boolean): void {
  planned = plannedWork;
  kernels = 1;
  combed = 0;
  mostCombed = planned / (hasSquares ? COMBS_BESIDE_SQUARES : COMBS);
  combsUntil = min(mostCombed, planned / FIRST_COMBS);
  runFrom = 0;
  runUntil = 0;
}

/** The work is shared with other kernels: asked once, before the first step. */
export function shareSchedule(count: i32): void {
  kernels = count;
  mostCombed /= count;
  combsUntil /= count;
}

/** Whether combs go on being tried. */
export function isCombing(): boolean {
  return combed < combsUntil;
}

/** What a comb has cost. */
export function countComb(cost: i64): void {
  combed += cost;
}

/** Lets combs have another turn when they have had less than a third of all work. */
export function resumeCombs(): boolean {
  if (combed >= mostCombed || combed * 2 >= work - combed) return false;
  combsUntil = min(mostCombed, combed * 2);
  return true;
}

/** Takes the scope that it is time for, before a run begins; whether runs start from nothing there as yet. */
export function openScope(): boolean {
  const reach = <f64>((work - combed) * kernels);
  scope = <f64>planned * LEAST_SCOPE;
  let before: f64 = 0;
  while (scope <= reach && 2 * scope <= <f64>planned * MOST_SCOPE * kernels) {
    before = scope;
    scope *= 2;
  }
  return reach - before < (scope - before) * FRESH;
}

/** Begins a run in the scope taken last. */
export function beginRun(fresh: boolean): void {
  runFrom = work;
  runUntil = work + max(LEAST_RUN, <i64>(scope * (fresh ? SHORT : LONG)));
}

/** Makes the run so much longer: it was spent on something else. */
export function shiftRun(spent: i64): void {
  runFrom += spent;
  runUntil += spent;
}

/** How far the run has come: 0 at its beginning, 1 at its end. */
export function partOfRun(): f64 {
  return min(1.0, <f64>(work - runFrom) / <f64>(runUntil - runFrom));
}

/** What working on parts put together may take after this run. */
export function graftWork(): i64 {
  return min(MOST_GRAFT, <i64>(scope * GRAFT));
}
