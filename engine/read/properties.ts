import { InputError } from "../model/errors.ts";
import { show } from "./show.ts";

/** One feature's properties, read with the place they stand at. */
export interface PropertyReader {
  number(name: string, least: number, sort?: "integer" | "number"): number | undefined;
  text(name: string): string | undefined;
  flag(name: string, otherwise: boolean): boolean;
  one<T extends string | number>(name: string, of: readonly T[], otherwise: T): T;
  some<T extends string>(name: string, of: readonly T[], otherwise: readonly T[]): readonly T[];
  texts(name: string): readonly string[];
  raw(name: string): unknown;
  refuse(name: string, what: string): never;
}

/** @param place of the feature; empty for a lone one, which is the whole file */
export function propertyReader(
  properties: Readonly<Record<string, unknown>>,
  place: string,
  file: string,
): PropertyReader {
  const refuse = (name: string, what: string): never => {
    const found = properties[name] === undefined ? "nothing" : show(properties[name]);
    throw new InputError(`${file}: ${within(place, `properties.${name}`)}: ${found} ${what}`);
  };
  const given = (name: string) => properties[name] !== undefined && properties[name] !== null;
  return {
    raw: (name) => properties[name],
    refuse,
    number(name, least, sort = "number") {
      if (!given(name)) return undefined;
      const value = properties[name];
      const isRight =
        typeof value === "number" &&
        Number.isFinite(value) &&
        value >= least &&
        (sort === "number" || Number.isInteger(value));
      if (isRight) return value;
      return refuse(
        name,
        `is not right; ${sort === "integer" ? "a whole number" : "a number"} from ${least} would be right.`,
      );
    },
    text(name) {
      if (!given(name)) return undefined;
      const value = properties[name];
      return typeof value === "string" ? value : refuse(name, "is not right; text would be right.");
    },
    flag(name, otherwise) {
      if (!given(name)) return otherwise;
      const value = properties[name];
      return typeof value === "boolean" ? value : refuse(name, "is not right; true or false would be right.");
    },
    one(name, of, otherwise) {
      if (!given(name)) return otherwise;
      const found = of.find((word) => word === properties[name]);
      return found ?? refuse(name, `is not right; one of ${of.join(", ")} would be right.`);
    },
    some(name, of, otherwise) {
      if (!given(name)) return otherwise;
      const value = properties[name];
      const list = Array.isArray(value) ? value : [value];
      const found = list.map((item) => of.find((word) => word === item));
      if (found.length === 0 || found.includes(undefined))
        refuse(name, `is not right; a list of ${of.join(", ")} would be right.`);
      return found as (typeof of)[number][];
    },
    texts(name) {
      if (!given(name)) return [];
      const value = properties[name];
      const list = Array.isArray(value) ? value : [value];
      if (list.some((item) => typeof item !== "string")) refuse(name, "is not right; a list of words would be right.");
      return list as string[];
    },
  };
}

/** A place within a place; the file itself is the empty one. */
export function within(place: string, member: string): string {
  return place === "" ? member : `${place}.${member}`;
}
