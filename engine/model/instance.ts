// kernels that are there as soon as whoever asks them is: their bytes lie in a module, and are compiled on the spot

/** An instance of the module whose bytes these are, base64. @param whose says whose kernel has stopped where it does */
export function instanceOf<Exports>(base64: string, whose: string): Exports {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  // only a debug build calls this: a bounds check has failed, which is a programmer's error
  const abort = (_message: number, _file: number, line: number, column: number): never => {
    throw new Error(`${whose} kernel stopped at line ${line}, column ${column}`);
  };
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { abort } }).exports as unknown as Exports;
}

/** Whose what a kernel has laid out is: there is room for one at a time. */
export interface Holding {
  isHeldBy(owner: object): boolean;
  /** Whoever lays something out says so, and null when it is for one question only. */
  hold(owner: object | null): void;
}

export function holding(): Holding {
  let holder: object | null = null;
  return {
    isHeldBy: (owner) => holder === owner,
    hold(owner) {
      holder = owner;
    },
  };
}
