import type { State } from "./state.ts";

/** A named function of `changes.ts`. */
export type Change<Args extends unknown[]> = (state: State, ...args: Args) => void;

export interface Store {
  readonly state: State;
  /** Applies a change; the picture follows with the next frame. */
  change<Args extends unknown[]>(how: Change<Args>, ...args: Args): void;
}

/** Keeps the one state and draws it at most once a frame. */
export function createStore(state: State, draw: () => void): Store {
  let waiting = false;
  return {
    state,
    change(how, ...args) {
      how(state, ...args);
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        draw();
      });
    },
  };
}
