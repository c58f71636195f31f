// What a first visit to the home page costs, uncompressed.
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { VIEWS, visit } from "./browser.mjs";

const LIMIT = 60_000;

export async function weight(site, browser) {
  if (!site.front) return { checked: 0, summary: "", problems: [] };

  // The heaviest view counts, on a screen for which a page may choose its largest pictures.
  const visits = VIEWS.map(({ options }) =>
    visit(browser, site, site.front, { ...options, deviceScaleFactor: 2 }, async (tab, { sent }) => {
      await tab.waitForLoadState("networkidle");
      // A headless browser, which shows no icon, may not ask for one. Others take one of those offered: the heaviest.
      const icons = [];
      for (const icon of await tab.locator('link[rel~="icon"]').all()) {
        const file = site.fileOf(await icon.evaluate(({ href }) => href));
        sent.delete(file);
        if (file) icons.push([file, (await stat(join(site.dir, file))).size]);
      }
      const [heaviest] = icons.sort((a, b) => b[1] - a[1]);
      if (heaviest) sent.set(...heaviest);
      const parts = [...sent].sort((a, b) => b[1] - a[1]);
      return { total: parts.reduce((sum, [, bytes]) => sum + bytes, 0), parts };
    }),
  );
  const [{ total, parts }] = (await Promise.all(visits)).sort((a, b) => b.total - a.total);

  return {
    checked: total,
    summary: `${total} of ${LIMIT} bytes: ${parts.map(([file, bytes]) => `${file} ${bytes}`).join(", ")}`,
    problems: total > LIMIT ? [`${total - LIMIT} bytes too many`] : [],
  };
}
