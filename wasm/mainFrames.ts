/** Which frames aisles may be added in; the rest only hold ways in. */
import { frameCount } from "./strips";

/** How many they are. */
export let mainFrames: i32 = 1;
/** How many of them come first, and where the others begin: at the end, beyond those of ways in. */
export let firstFrames: i32 = 1;
let furtherFrom: i32 = 0;
/** How many of them aisles are led to idle ground in (lead.ts): those, and further ones at the end that a search keeps out of. */
export let ledFrames: i32 = 1;
let ledFrom: i32 = 0;

/**
 * Says that aisles may be added in the first `count` frames and in the last `further` ones, and led to idle ground in the first and in
 * the last `led` ones: asked once all frames are there.
 */
export function setMainFrames(count: i32, further: i32, led: i32): void {
  firstFrames = count;
  furtherFrom = frameCount - further;
  mainFrames = count + further;
  ledFrom = frameCount - led;
  ledFrames = count + led;
}

/** The k-th frame that aisles are led to idle ground in. */
export function ledFrame(k: i32): i32 {
  return k < firstFrames ? k : ledFrom + k - firstFrames;
}

/** The k-th frame that aisles may be added in. */
export function mainFrame(k: i32): i32 {
  return k < firstFrames ? k : furtherFrom + k - firstFrames;
}

/** May aisles be added in a frame? */
export function isMain(frame: i32): boolean {
  return frame < firstFrames || frame >= furtherFrom;
}
