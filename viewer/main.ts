import { startModel } from "./headStart.ts";

// the worker reads and solves the model case while the rest of the page is still on its way
const start = startModel();
const { openPage } = await import("./page.ts");
openPage(start);
// a score of Chinese faces would be fetched and unpacked while the first plan is made: until then the words stand in the
// machine's own
void start.firstPlan.then(() => import("./style/fonts.css"));
