// node tools/browser/screenshot.mjs DIR OUTDIR
//
// Pictures of every page for people to look at: narrow to wide, light and dark, and as it is printed.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { launch, viewport, visit } from "./browser.mjs";
import { openSite } from "./site.mjs";

const WIDTHS = [360, 768, 1280];

const [dir, outDir] = process.argv.slice(2);
if (!dir || !outDir) {
  console.error("usage: node screenshot.mjs DIR OUTDIR");
  process.exit(2);
}

await mkdir(outDir, { recursive: true });
const browser = await launch();
try {
  const site = await openSite(browser, dir);
  for (const page of site.pages) {
    const name = page.file.replace(/\.html$/, "").replaceAll("/", "-");
    for (const width of WIDTHS) {
      for (const colorScheme of ["light", "dark"]) {
        await visit(browser, site, page, { viewport: viewport(width), colorScheme }, (tab) =>
          save(`${name}-${width}-${colorScheme}.png`, (path) => tab.screenshot({ path, fullPage: true })),
        );
      }
    }
    await visit(browser, site, page, {}, (tab) =>
      save(`${name}-print.pdf`, (path) => tab.pdf({ path, format: "A4", preferCSSPageSize: true })),
    );
  }
} finally {
  await browser.close();
}

async function save(file, take) {
  const path = join(outDir, file);
  await take(path);
  console.log(path);
}
