import type { Site } from "../engine/model/site.ts";
import type { SiteView, SourceFile } from "./protocol.ts";

/** A site as it crosses to the page, with the words of its file. */
export function siteView(open: Site, file: SourceFile, compound: boolean): SiteView {
  const { name, boundary, features, assumptions, hash, projection } = open;
  const own = ownWords(file.text);
  const [nameZh, nameEn] = [own.name, own.nameEn].map((words) => words?.replace(SCHEMATIC_MARK, "").trim());
  const zh = nameZh || nameEn || name;
  return {
    name,
    boundary,
    features,
    assumptions,
    hash,
    georeferenced: projection.georeferenced,
    compound,
    title: { zh, en: nameEn || zh },
    schematic: [own.name, own.nameEn, own.note].some((words) => words && /示意|schematic/i.test(words)),
  };
}

/** Said once, beside the name; not twice. */
const SCHEMATIC_MARK = /[（(](示意|schematic)[）)]/i;

/** The site feature's own words, which the engine has no use for. The file has been read without fault already. */
function ownWords(text: string): { name?: string; nameEn?: string; note?: string } {
  const json = JSON.parse(text) as { features?: { properties?: Record<string, unknown> | null }[] };
  const properties = json.features?.find((feature) => feature.properties?.kind === "site")?.properties ?? {};
  const words = ["name", "nameEn", "note"].filter((key) => typeof properties[key] === "string");
  return Object.fromEntries(words.map((key) => [key, properties[key] as string]));
}
