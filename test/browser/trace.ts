import type { Page } from "playwright-core";

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  /** Processor time of a task, microseconds. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** A task of one thread, milliseconds. */
export interface Task {
  readonly thread: "page" | "worker";
  readonly start: number;
  /** Processor time, not wall time: what other programs on the machine do is not the page's doing. */
  readonly busy: number;
}

export interface Trace {
  readonly tasks: readonly Task[];
  /** When a mark of the page was set, on the clock of the tasks; null when it was not. */
  markedAt(name: string): number | null;
}

/** The tasks of a page's own thread and of its workers while something goes on. */
export async function traced(page: Page, work: () => Promise<void>): Promise<Trace> {
  const browser = page.context().browser();
  if (browser === null) throw new Error("the page has no browser");
  await browser.startTracing(page, {
    categories: ["toplevel", "disabled-by-default-devtools.timeline", "blink.user_timing", "__metadata"],
  });
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const key = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const threads = new Map<string, Task["thread"]>();
  for (const event of traceEvents) {
    if (event.name !== "thread_name") continue;
    if (event.args?.name === "CrRendererMain") threads.set(key(event), "page");
    if (event.args?.name?.startsWith("DedicatedWorker")) threads.set(key(event), "worker");
  }
  const tasks = traceEvents.flatMap((event) => {
    const thread = event.name === "RunTask" && threads.get(key(event));
    return thread ? [{ thread, start: event.ts / 1000, busy: (event.tdur ?? 0) / 1000 }] : [];
  });
  return {
    tasks,
    markedAt(name) {
      const mark = traceEvents.find((event) => event.name === name);
      return mark ? mark.ts / 1000 : null;
    },
  };
}
