// Whoever blocks JavaScript, or whose network lost it, can read exactly the same text.
import { VIEWS, visit } from "./browser.mjs";

export async function scriptless(site, browser) {
  const problems = [];
  let characters = 0;
  for (const page of site.pages) {
    // Wide and narrow, because a menu may need a script on phones only.
    for (const view of VIEWS.filter(({ options }) => options.colorScheme === "light")) {
      const lines = (javaScriptEnabled) =>
        visit(browser, site, page, { ...view.options, javaScriptEnabled }, readLines);
      const [on, off] = await Promise.all([lines(true), lines(false)]);
      characters += off.join("").length;

      const length = Math.max(on.length, off.length);
      const at = Array.from({ length }).findIndex((_, i) => on[i] !== off[i]);
      if (at >= 0) {
        const [withIt, without] = [on[at] ?? "(end)", off[at] ?? "(end)"];
        problems.push(`${page.file}, ${view.name}: with JavaScript “${withIt}”, without “${without}”`);
      }
    }
  }
  return { checked: characters, summary: `${site.pages.length} pages, ${characters} characters`, problems };
}

async function readLines(tab) {
  await tab.waitForLoadState("networkidle"); // scripts may take their time
  const text = await tab.evaluate(() => document.body.innerText);
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "");
}
