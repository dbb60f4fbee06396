export { setCritical, setMainFrames } from "./anneal";
export { release, remaining, reserve } from "./arena";
export { addGate, evaluationsDone, setLeftoverWeight, setSizes } from "./evaluate";
export {
  andNotRaster,
  andRaster,
  andRows,
  anyInRect,
  cellAt,
  clearRaster,
  clearRect,
  copyRaster,
  countRaster,
  countRect,
  erodeAcross,
  erodeAlong,
  fillRaster,
  orRaster,
  orRows,
  setRect,
  setRun,
  transpose,
  wordsFor,
} from "./raster";
export { aisleEntry, aislesOf, runColumn, runsFound } from "./report";
export { bestRow, openRows, rowKinds, rowSpans, rowStallKinds, rowStallStarts } from "./retrofit";
export { advanceSearch, bestStalls, openSearch, recallBest, searchVersion, tune } from "./search";
export { addFrame, indexFrame, missesDone, reserveEdges, resetStrips } from "./strips";
