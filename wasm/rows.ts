export { release, reserve } from "./arena";
export { bestRow, openRows, rowKinds, rowSpans, rowStallKinds, rowStallStarts } from "./retrofit";
