// Nothing moves under the eyes of a reader, neither while the page loads nor on the way down.
import { VIEWS, visit } from "./browser.mjs";

const DELAY = 150; // pictures come late, when the text around them is there already

/** With `first`, what a reader does is done before, and the page is loaded again. */
export async function shift(site, browser, { pages = site.pages, first } = {}) {
  const problems = new Set();
  let steps = 0;
  for (const page of pages) {
    for (const view of VIEWS.filter(({ options }) => options.colorScheme === "light")) {
      const options = { ...view.options, prepare: watch, delay: DELAY, lazy: true };
      await visit(browser, site, page, options, async (tab) => {
        if (first) {
          await first(tab);
          await tab.reload({ waitUntil: "load" });
        }
        steps += await scrollDown(tab);
        for (const { value, sources } of await tab.evaluate(() => window.shifts)) {
          problems.add(
            `${page.file}, ${view.name}: ${value.toFixed(4)}: ${sources.join(", ") || "no element"}`,
          );
        }
      });
    }
  }
  return { checked: steps, summary: `${pages.length} pages, ${steps} steps`, problems: [...problems] };
}

function watch(tab) {
  return tab.addInitScript(() => {
    const name = (node) => {
      const element = node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement;
      return element?.outerHTML.slice(0, element.outerHTML.indexOf(">") + 1);
    };
    window.shifts = [];
    const observer = new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries()) {
        const moved = sources.map(({ node }) => name(node)).filter(Boolean);
        window.shifts.push({ value, sources: [...new Set(moved)] });
      }
    });
    observer.observe({ type: "layout-shift", buffered: true });
  });
}

/** Half a screen at a time, waiting each time until the pictures in sight are there. */
async function scrollDown(tab) {
  const { height, screen } = await tab.evaluate(() => ({
    height: document.scrollingElement.scrollHeight,
    screen: innerHeight,
  }));
  const steps = Math.min(Math.ceil((2 * height) / screen), 120);
  for (let step = 0; step < steps; step += 1) {
    await tab.evaluate((by) => scrollBy({ top: by, behavior: "instant" }), screen / 2);
    await tab.waitForFunction(() =>
      [...document.images].every((image) => {
        const { top, bottom } = image.getBoundingClientRect();
        return image.complete || bottom < 0 || top > innerHeight || image.getClientRects().length === 0;
      }),
    );
  }
  await tab.waitForTimeout(100); // the observer reports with a delay
  return steps;
}
