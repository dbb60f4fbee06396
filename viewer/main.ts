import { startModel } from "./headStart.ts";

// the worker reads and solves the model case while the rest of the page is still on its way
const start = startModel();
const { openPage } = await import("./page.ts");
openPage(start);
// after the first words are on the screen: the list of Chinese faces alone is longer than all other styles
void import("./style/fonts.css");
