import { access, constants, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { InputError } from "../model/errors.ts";
import type { Io } from "./verb.ts";

/** Largest file that is read, bytes. FORMAT.md section 5. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The word for standard input or output in place of a path. */
const STANDARD = "-";

/** Text of a file and the name to use in messages. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/**
 * Reads a file given by the caller; `-` is standard input.
 * @throws InputError when there is no such file, it is too large, or it is not UTF-8
 */
export async function readSource(path: string, io: Io): Promise<Source> {
  if (path === STANDARD) return { name: "standard input", text: decoded(await readInput(io), "standard input") };
  const full = resolve(io.folder, path);
  const found = await stat(full).catch(() => null);
  if (found === null)
    throw new InputError(`${path}: there is no such file; the path of a file that exists would be right.`);
  if (!found.isFile()) throw new InputError(`${path}: this is not a file; the path of a file would be right.`);
  if (found.size > MOST_BYTES)
    throw new InputError(`${path}: the file has ${mega(found.size)}, at most ${mega(MOST_BYTES)} are read.`);
  const bytes = await readFile(full).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(
      `${path}: cannot be read (${error.code ?? error.message}); a file that you may read would be right.`,
    );
  });
  const name = basename(path);
  return { name, text: decoded(bytes, name) };
}

/** Refuses a place that could not be written to, before the work and not after it. */
export async function checkOutput(path: string | undefined, io: Io): Promise<void> {
  if (path === undefined || path === STANDARD) return;
  const full = resolve(io.folder, path);
  const isFolder = async (name: string) => (await stat(name).catch(() => null))?.isDirectory() === true;
  if (await isFolder(full)) throw new InputError(`${path}: this is a folder; the name of a file in it would be right.`);
  if (!(await isFolder(dirname(full))))
    throw new InputError(`${path}: its folder does not exist; a file in a folder that exists would be right.`);
}

/** Writes data to `-o FILE`, or to standard output. */
export async function deliver(text: string, path: string | undefined, io: Io): Promise<void> {
  if (path === undefined || path === STANDARD) {
    io.out(text);
    return;
  }
  await written(resolve(io.folder, path), text).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(
      `${path}: cannot be written (${error.code ?? error.message}); a file that you may write would be right.`,
    );
  });
}

/** Beside the file first, then in its place: whoever is stopped meanwhile still has the file that was there. */
async function written(path: string, text: string): Promise<void> {
  const full = await realpath(path).catch(() => path);
  const found = await stat(full).catch(() => null);
  // pipes and devices are written to as they are
  if (found !== null && !found.isFile()) return writeFile(full, text);
  const part = `${full}.${process.pid}.part`;
  try {
    // a file that may not be written to is not got round
    if (found !== null) await access(full, constants.W_OK);
    await writeFile(part, text, { mode: found?.mode });
    await rename(part, full);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function readInput({ input }: Io): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MOST_BYTES)
      throw new InputError(`standard input: there are more than the ${mega(MOST_BYTES)} that are read at most.`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** Names in Chinese files saved in an older encoding would come out as rubbish without a word. */
function decoded(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${name}: the text is not UTF-8; the same file saved as UTF-8 would be right.`);
  }
}

function mega(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024)} MB`;
}
