import { readFile, stat, writeFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { InputError } from "../model/errors.ts";
import type { Io } from "./run.ts";

/** Largest file that is read, bytes. FORMAT.md section 5. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Text of a file and the name to use in messages. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/** Reads a file given by the caller; `-` is standard input. */
export async function readSource(path: string, io: Io): Promise<Source> {
  if (path === "-") return { name: "standard input", text: await readStandardInput() };
  const full = resolve(io.folder, path);
  const found = await stat(full).catch(() => null);
  if (found === null) throw new InputError(`${path}: there is no such file.`);
  if (!found.isFile()) throw new InputError(`${path}: this is not a file.`);
  if (found.size > MOST_BYTES) {
    const size = Math.ceil(found.size / 1024 / 1024);
    throw new InputError(`${path}: the file has ${size} MB, at most ${MOST_BYTES / 1024 / 1024} MB are read.`);
  }
  return { name: basename(path), text: await readFile(full, "utf8") };
}

/** Writes data to `-o FILE`, or to standard output. */
export async function deliver(text: string, path: string | undefined, io: Io): Promise<void> {
  if (path === undefined) {
    io.out(text);
    return;
  }
  await writeFile(resolve(io.folder, path), text).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`${path}: cannot be written (${error.code ?? error.message}); name a file in a folder that exists.`);
  });
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    size += (chunk as Buffer).length;
    if (size > MOST_BYTES) throw new InputError(`standard input: more than ${MOST_BYTES / 1024 / 1024} MB, which is the most that is read.`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}
