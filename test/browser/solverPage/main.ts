// the page only passes on what its worker says, as the workbench does
const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
worker.onmessage = (event: MessageEvent<string>) => {
  document.body.textContent = event.data;
};
worker.onerror = (event) => {
  document.body.textContent = `error: ${event.message}`;
};
