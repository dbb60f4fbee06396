export { type Answer, type Limits, solveProgram } from "./door.ts";
export type { Column, Program, Row } from "./program.ts";
export { lpText } from "./text.ts";
