export { setCritical, setMainFrames } from "./anneal";
export { release, remaining, reserve } from "./arena";
export { addGate, setSizes } from "./evaluate";
export { aisleEntry, aislesOf, runColumn, runsFound } from "./report";
export { bestRow, openRows, rowKinds, rowSpans, rowStallKinds, rowStallStarts } from "./retrofit";
export { advanceSearch, bestStalls, openSearch, recallBest, searchVersion } from "./search";
export { addFrame, indexFrame, reserveEdges, resetStrips } from "./strips";
