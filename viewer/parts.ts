/** Parts of the page in files of their own, fetched when they are first needed: the first plan does not wait for them. */
const LOADERS = {
  audit: () => import("./render/audit.ts"),
  frontier: () => import("./render/frontier.ts"),
  edits: () => import("./edit/edits.ts"),
  sentences: () => import("./sentences/index.ts"),
};

type Loaders = typeof LOADERS;

export type PartName = keyof Loaders;

type Parts = { [Name in PartName]: Awaited<ReturnType<Loaders[Name]>> };

const here: Partial<Parts> = {};

/** A part that has come; null before. */
export function part<Name extends PartName>(name: Name): Parts[Name] | null {
  return here[name] ?? null;
}

/** Fetches a part, once. */
export async function fetchPart<Name extends PartName>(name: Name): Promise<Parts[Name]> {
  const known = here[name];
  if (known) return known;
  const come = (await LOADERS[name]()) as Parts[Name];
  here[name] = come;
  return come;
}
