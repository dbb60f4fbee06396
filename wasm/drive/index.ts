export { fieldTo, left } from "./field";
export { clearSearch, isClear, isLaid, layGround, placeBody } from "./ground";
export { openRanks, rankCells, rankColumn, rankTable } from "./rank";
export { closestState, reserveStarts, seek } from "./seek";
export { spread } from "./spread";
export { stateColumn, statesReached } from "./states";
