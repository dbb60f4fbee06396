import { readFileSync } from "node:fs";
import { defineConfig } from "vite";

/** One policy for the page and the server: what index.html says. */
const policy = /Content-Security-Policy"\s+content="([^"]+)"/.exec(
  readFileSync(new URL("./index.html", import.meta.url), "utf8"),
);
if (!policy) throw new Error("index.html: no Content-Security-Policy; the page must carry one.");

export default defineConfig({
  // relative addresses: the page works from any folder of any host
  base: "./",
  build: {
    target: "es2022",
    outDir: "dist",
    // the policy lets no font or script come out of a data: address
    assetsInlineLimit: 0,
  },
  // the kernel's way of reading itself from disk is never taken in a browser
  worker: { format: "es", rolldownOptions: { external: ["node:fs/promises"] } },
  preview: {
    // a server without a desktop has nothing to open a page with
    open:
      process.platform !== "linux" || process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined,
    headers: { "Content-Security-Policy": policy[1] },
  },
});
