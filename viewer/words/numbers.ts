import type { Language } from "../state.ts";

const LOCALES: Readonly<Record<Language, string>> = { zh: "zh-CN", en: "en-GB" };

/** A number as people write it, with that many decimals. */
export function number(language: Language, value: number, decimals: number): string {
  return write(language, value, decimals, "auto");
}

/** A difference: always signed unless it rounds to zero. */
export function signed(language: Language, value: number, decimals: number): string {
  return write(language, value, decimals, "exceptZero");
}

/** A share as per cent. */
export function percent(language: Language, value: number, decimals: number): string {
  const format = { style: "percent", minimumFractionDigits: decimals, maximumFractionDigits: decimals } as const;
  return minus(new Intl.NumberFormat(LOCALES[language], format).format(value));
}

function write(language: Language, value: number, decimals: number, signDisplay: "auto" | "exceptZero"): string {
  const format = { minimumFractionDigits: decimals, maximumFractionDigits: decimals, signDisplay } as const;
  // a zero that came from below is a zero
  const rounded = Number(value.toFixed(decimals)) === 0 ? 0 : value;
  return minus(new Intl.NumberFormat(LOCALES[language], format).format(rounded));
}

/** The minus sign that is as wide as a digit. */
function minus(text: string): string {
  return text.replace("-", "−");
}
