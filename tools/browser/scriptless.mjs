// Whoever blocks JavaScript, or whose network lost it, can read exactly the same text.
import { VIEWS, visit } from "./browser.mjs";
import { inTurns } from "./turns.mjs";

/**
 * What only a script can know or do: the switch between time zones, and deadlines on the clock of the reader, which
 * are added behind those of the event.
 */
const ONLY_WITH_SCRIPT = ".zone-switch, .dates__exact > span";

export async function scriptless(site, browser) {
  const problems = [];
  let characters = 0;
  for (const page of site.pages) {
    // Wide and narrow, because a menu may need a script on phones only.
    await inTurns(
      VIEWS.filter(({ options }) => options.colorScheme === "light"),
      async (view) => {
        const on = await visit(browser, site, page, view.options, async (tab) => {
          await tab.waitForLoadState("networkidle"); // scripts may take their time
          return readLines(tab);
        });
        const off = await visit(
          browser,
          site,
          page,
          { ...view.options, javaScriptEnabled: false },
          readLines,
        );
        characters += off.join("").length;

        const length = Math.max(on.length, off.length);
        const at = Array.from({ length }).findIndex((_, i) => on[i] !== off[i]);
        if (at >= 0) {
          const [withIt, without] = [on[at] ?? "(end)", off[at] ?? "(end)"];
          problems.push(`${page.file}, ${view.name}: with JavaScript “${withIt}”, without “${without}”`);
        }
      },
    );
  }
  return { checked: characters, summary: `${site.pages.length} pages, ${characters} characters`, problems };
}

export async function readLines(tab) {
  const text = await tab.evaluate((extra) => {
    document.querySelectorAll(extra).forEach((element) => element.remove());
    return document.body.innerText;
  }, ONLY_WITH_SCRIPT);
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "");
}
