// With nothing but a keyboard: everything is reached in the order in which it is read, one sees where one is, nothing
// holds one fast, and what opens and closes does so.
import { unfold, viewport, visit } from "./browser.mjs";

const WIDTHS = [360, 1280];
const MOST_STOPS = 600;
const TARGET = 44; // pixels; what stands in a line of text may be smaller, and axe knows those rules (WCAG 2.5.8)

export async function keyboard(site, browser) {
  const problems = new Set();
  let stops = 0;
  for (const page of site.pages) {
    for (const width of WIDTHS) {
      const report = (problem) => problems.add(`${page.file} at ${width} px: ${problem}`);
      // Each trip on a page as it was loaded, because where the focus was decides where Tab goes next.
      const on = (trip) =>
        visit(browser, site, page, { viewport: viewport(width) }, (tab) => trip(tab, report));
      stops += await on(walk);
      await on(skip);
      await on(fold);
      // What is folded at first looks the same at all widths.
      if (width !== WIDTHS[0]) continue;
      stops += await on(async (tab, report) => {
        if ((await tab.locator("details").count()) === 0) return 0;
        await unfold(tab, true);
        return walk(tab, report);
      });
    }
  }
  return { checked: stops, summary: `${site.pages.length} pages, ${stops} stops`, problems: [...problems] };
}

/** Presses Tab from the beginning of the page to its end, and back again. */
async function walk(tab, report) {
  const count = await tab.evaluate(findStops);
  if (count > MOST_STOPS) throw new Error(`${count} stops on one page`);
  let last = -1;
  for (let presses = 0; presses < count; presses += 1) {
    await tab.keyboard.press("Tab");
    const { at, name, faults } = await tab.evaluate(examineFocus, TARGET);
    for (const fault of faults) report(`${name}: ${fault}`);
    if (at === last) {
      report(`Tab stays at ${name}`);
      return count;
    }
    if (at !== last + 1) {
      const missed = await tab.evaluate((i) => window.stops[i]?.name, last + 1);
      report(
        at < 0
          ? `the focus is on ${name}, after ${missed} was expected`
          : `${name} comes instead of ${missed}`,
      );
      if (at < 0) return count;
    }
    last = at;
  }

  // Behind the last stop is the end of the page.
  await tab.keyboard.press("Tab");
  const beyond = await tab.evaluate(focused);
  if (beyond === last) report("Tab does not leave the page at its end");

  await tab.evaluate(() => window.stops.at(-1)?.element.focus());
  for (let at = count - 2; at >= 0; at -= 1) {
    await tab.keyboard.press("Shift+Tab");
    const here = await tab.evaluate(focused);
    if (here === at) continue;
    const names = await tab.evaluate((i) => i.map((at) => window.stops[at]?.name ?? "nothing"), [here, at]);
    report(`Shift+Tab leads to ${names[0]} instead of ${names[1]}`);
    break;
  }
  return count;
}

/** The first stop leads past the menu. */
async function skip(tab, report) {
  await tab.evaluate(findStops);
  await tab.keyboard.press("Tab");
  const first = await tab.evaluate(() => {
    const link = document.activeElement;
    const { top, bottom, left, right, width, height } = link.getBoundingClientRect();
    const seen = width > 1 && height > 1 && bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
    return { name: link.outerHTML.slice(0, 80), hash: link.matches("a[href]") && link.hash, seen };
  });
  if (!first.hash) return report(`the first stop is no way past the menu: ${first.name}`);
  if (!first.seen) report("the way past the menu cannot be seen when it has the focus");
  await tab.keyboard.press("Enter");
  await tab.waitForFunction((hash) => location.hash === hash, first.hash);
  await tab.keyboard.press("Tab");
  const missed = await tab.evaluate(() => {
    const main = document.querySelector("main");
    const inMain = window.stops.filter(({ element }) => main.contains(element));
    if (inMain.length === 0) return undefined;
    const [{ element, name }] = inMain;
    return document.activeElement === element ? undefined : name;
  });
  if (missed) report(`the way past the menu does not lead to ${missed}`);
}

/** Whatever opens and closes does so by Enter and by Space, and what is in a menu is the next stop. */
async function fold(tab, report) {
  const folds = await tab.evaluate(() => {
    const all = [...document.querySelectorAll("summary")].filter((summary) => summary.checkVisibility());
    window.folds = all;
    return all.length;
  });
  for (let i = 0; i < Math.min(folds, MOST_STOPS); i += 1) {
    const state = () =>
      tab.evaluate((i) => {
        const { parentElement: details, textContent } = window.folds[i];
        return {
          open: details.open,
          name: textContent.trim(),
          hasStops: details.querySelector("a, button") !== null,
        };
      }, i);
    await tab.evaluate((i) => window.folds[i].focus(), i);
    const before = await state();
    for (const key of ["Enter", "Space"]) {
      const { open } = await state();
      await tab.keyboard.press(key);
      const after = await state();
      if (after.open === open) report(`${key} does not ${open ? "close" : "open"} “${after.name}”`);
      if (key !== "Enter" || !after.open || !after.hasStops) continue;
      await tab.keyboard.press("Tab");
      const inside = await tab.evaluate(
        (i) =>
          window.folds[i].parentElement.contains(document.activeElement) &&
          document.activeElement.checkVisibility(),
        i,
      );
      if (!inside) report(`Tab does not lead into “${after.name}” once it is open`);
      await tab.evaluate((i) => window.folds[i].focus(), i);
    }
    const { open, name } = await state();
    if (open !== before.open) report(`“${name}” is not as it was after opening and closing`);
  }
}

/** Runs in the page. Everything a reader can use, in the order of the document; the page remembers it. */
function findStops() {
  const usable =
    "a[href], area[href], button, summary, input, select, textarea, iframe, audio[controls], video[controls], [tabindex]";
  const all = [...document.querySelectorAll(usable)].filter(
    (element) =>
      element.checkVisibility({ visibilityProperty: true }) &&
      !element.disabled &&
      !element.closest("[inert]") &&
      element.getAttribute("tabindex") !== "-1",
  );
  window.stops = all.map((element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    const words = element.textContent.replace(/\s+/g, " ").trim().slice(0, 50);
    const name = `<${element.localName}${element.className ? ` class="${element.className}"` : ""}> “${words}”`;
    return { element, name, look: [outlineStyle, outlineWidth, boxShadow].join() };
  });
  return all.length;
}

/** Runs in the page. */
function focused() {
  return window.stops.findIndex(({ element }) => element === document.activeElement);
}

/** Runs in the page. What is wrong with the element that has the focus. */
function examineFocus(target) {
  const element = document.activeElement;
  const at = window.stops.findIndex((stop) => stop.element === element);
  if (at < 0) return { at, name: element?.outerHTML.slice(0, 80) ?? "nothing", faults: [] };

  const { name, look } = window.stops[at];
  const faults = [];
  const style = getComputedStyle(element);
  const { outlineStyle, outlineWidth, outlineColor, boxShadow } = style;
  const outlined = outlineStyle !== "none" && parseFloat(outlineWidth) > 0 && !/, 0\)$/.test(outlineColor);
  const visible = outlined || boxShadow !== "none";
  if (!visible || [outlineStyle, outlineWidth, boxShadow].join() === look)
    faults.push("the focus cannot be seen");

  // Whether the point is the element's, which also tells whether something else covers it.
  const hits = (x, y) => {
    const top = document.elementFromPoint(x, y);
    return (
      top !== null &&
      (element.contains(top) || (top !== document.body && top.contains(element) && top.localName === "a"))
    );
  };
  const box = [...element.getClientRects()].find(({ width, height }) => width > 0 && height > 0);
  if (!box) return { at, name, faults: [...faults, "it has no place on the page"] };
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  if (x < 0 || y < 0 || x > innerWidth || y > innerHeight)
    faults.push("it is out of sight when it has the focus");
  else if (!hits(x, y)) faults.push(`covered by ${document.elementFromPoint(x, y)?.outerHTML.slice(0, 60)}`);

  // In a line of text a link is as high as the line. All else is a target of its own.
  const block = (function outer(node) {
    return getComputedStyle(node).display.startsWith("inline") || node.localName === "span"
      ? outer(node.parentElement)
      : node;
  })(element.parentElement);
  const around = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let inText = false;
  for (let node = around.nextNode(); node && style.display === "inline"; node = around.nextNode()) {
    const parent = node.parentElement;
    const elsewhere =
      parent.closest("a, button, summary") === null && parent.checkVisibility({ visibilityProperty: true });
    if (elsewhere && /[\p{L}\p{N},;]/u.test(node.textContent)) inText = true;
  }
  if (!inText) {
    // A target may be larger than its box. Points outside of the window would not tell.
    element.scrollIntoView({ block: "center", behavior: "instant" });
    const moved = [...element.getClientRects()].find(({ width, height }) => width > 0 && height > 0);
    const [x, y] = [moved.left + moved.width / 2, moved.top + moved.height / 2];
    const half = target / 2 - 1; // elements do not begin at whole pixels
    const size = (low, high, length, test) => length >= target - 0.5 || (test(low) && test(high));
    const wide = size(x - half, x + half, box.width, (point) => hits(point, y));
    const high = size(y - half, y + half, box.height, (point) => hits(x, point));
    if (!wide || !high)
      faults.push(`a target of ${Math.round(box.width)} × ${Math.round(box.height)} px, less than ${target}`);
  }
  return { at, name, faults };
}
