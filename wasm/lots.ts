export { setCritical } from "./anneal";
export { reserve } from "./arena";
export { indexFrame, reserveEdges } from "./edges";
export { addGate, setSizes } from "./evaluate";
export { addAisleKind, addRowKind, serveRow } from "./kinds";
export { setMainFrames } from "./mainFrames";
export { aisleEntry, aislesOf, runsFound } from "./report";
export { reviewMoves } from "./review";
export { runsAt } from "./runs";
export {
  advanceSearch,
  bestStalls,
  guestLayout,
  keptLayout,
  layoutBytes,
  openSearch,
  recallBest,
  searchVersion,
  shareSearch,
  takeGuest,
  toldLayout,
} from "./search";
export { addFrame, resetStrips } from "./strips";
