// No page scrolls sideways, from the smallest phone (and a desktop at 400 % zoom, WCAG 1.4.10) up.
import { unfold, viewport, visit } from "./browser.mjs";

const WIDTHS = [320, 360, 768, 1280];

/** `pages` of the site in a browser with these options, after a reader has done `first` with the page. */
export async function layout(site, browser, { pages = site.pages, first, ...options } = {}) {
  const problems = [];
  for (const page of pages) {
    await visit(browser, site, page, { ...options, viewport: viewport(WIDTHS[0]) }, async (tab) => {
      await first?.(tab);
      // Without it a phone shows the page at the width of a desktop, whatever the widths below have proved.
      const fits = await tab.locator('meta[name="viewport"][content*="width=device-width"]').count();
      if (fits === 0) problems.push(`${page.file}: no <meta name="viewport" content="width=device-width">`);

      for (const width of WIDTHS) {
        await tab.setViewportSize(viewport(width));
        for (const open of [false, true]) {
          await unfold(tab, open);
          const { excess, culprits } = await tab.evaluate(measure);
          if (excess <= 0) continue;
          const state = open ? ", unfolded" : "";
          problems.push(`${page.file} at ${width} px${state}: ${excess} px too wide: ${culprits.join(", ")}`);
          break;
        }
      }
    });
  }
  return {
    checked: pages.length,
    summary: `${pages.length} pages at ${WIDTHS.join(", ")} px`,
    problems,
  };
}

/** Runs in the page. Names the elements that stick out, unless they scroll in a box of their own. */
function measure() {
  const root = document.scrollingElement;
  const inOwnBox = (element) => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
      if (getComputedStyle(box).overflowX !== "visible") return true;
    }
    return false;
  };
  const culprits = [...document.body.querySelectorAll("*")]
    .map((element) => ({ element, right: element.getBoundingClientRect().right }))
    .filter(({ element, right }) => right > root.clientWidth + 0.5 && !inOwnBox(element))
    .sort((a, b) => b.right - a.right)
    .slice(0, 3)
    .map(({ element }) => element.outerHTML.slice(0, element.outerHTML.indexOf(">") + 1));
  return { excess: root.scrollWidth - root.clientWidth, culprits };
}
