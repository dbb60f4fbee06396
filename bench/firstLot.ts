import { loadKernel } from "../engine/index.ts";
import { lotOf, toFirst } from "./scale.ts";
import { yardstick } from "./yardstick.ts";

// run by `first` in a process of its own: the first audited plan of a lot at the very first call, when nothing has been compiled

const [width, depth] = process.argv.slice(2).map(Number);
const kernel = await loadKernel();
const first = toFirst(lotOf(width, depth), kernel);
const yard = Math.min(yardstick(), yardstick(), yardstick());
process.stdout.write(JSON.stringify({ first, yard }));
