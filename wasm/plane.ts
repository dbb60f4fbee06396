export { layGround, leaveRoom } from "./plane/room";
export { laySides, sectionsAt, sectionsIn, sortSides } from "./plane/sections";
export { layCells, laySeeds, laySets, walk, walkColumn } from "./plane/walk";
