// What the heaviest page costs to transfer: compressed, as web servers send it.
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { VIEWS, visit } from "./browser.mjs";

const LIMITS = { "HTML, CSS and JS": 35_000, everything: 250_000 };
const CODE = [".html", ".css", ".js", ".mjs"];
const TEXT = [...CODE, ".svg", ".json", ".txt", ".xml"];

export async function budget(site, browser) {
  if (!site.front) return { checked: 0, summary: "", problems: [] };

  const files = new Set(); // of all views together, on a screen that takes the largest pictures
  for (const { options } of VIEWS) {
    await visit(browser, site, site.front, { ...options, deviceScaleFactor: 2 }, async (tab, { sent }) => {
      await tab.waitForLoadState("networkidle");
      for (const file of sent.keys()) files.add(file);
    });
  }

  const parts = await Promise.all(
    [...files].map(async (file) => ({ file, bytes: await transferred(join(site.dir, file)) })),
  );
  const sum = (some) => some.reduce((total, { bytes }) => total + bytes, 0);
  const totals = {
    "HTML, CSS and JS": sum(parts.filter(({ file }) => CODE.includes(extname(file)))),
    everything: sum(parts),
  };

  const heaviest = parts.sort((a, b) => b.bytes - a.bytes).slice(0, 8);
  const list = heaviest.map(({ file, bytes }) => `${file} ${bytes}`).join(", ");
  return {
    checked: totals.everything,
    summary: Object.entries(LIMITS)
      .map(([name, limit]) => `${name} ${totals[name]} of ${limit} bytes compressed`)
      .join(", "),
    problems: Object.entries(LIMITS)
      .filter(([name, limit]) => totals[name] > limit)
      .map(([name, limit]) => `${name}: ${totals[name] - limit} bytes too many; the heaviest: ${list}`),
  };
}

/** Pictures are compressed as they are; servers leave them alone. */
async function transferred(path) {
  const bytes = await readFile(path);
  return TEXT.includes(extname(path)) ? gzipSync(bytes).length : bytes.length;
}
