import { answers } from "../../lpAnswers.ts";

answers().then(
  (text) => self.postMessage(text),
  (error: unknown) => self.postMessage(`error: ${String(error)}`),
);
