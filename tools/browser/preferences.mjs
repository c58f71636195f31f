// What readers have asked their system for: no motion, their own colours, paper.
import { viewport, visit } from "./browser.mjs";
import { readPdf } from "./pdf.mjs";

const INSTANT = 0.01; // seconds; some pages shorten transitions instead of dropping them, so that their ends are told
const A4 = { width: 595.28, height: 841.89 }; // points
const DESK = viewport(1280);

export async function motion(site, browser) {
  const problems = new Set();
  let elements = 0;
  for (const page of site.pages) {
    await visit(browser, site, page, { viewport: DESK, reducedMotion: "reduce" }, async (tab) => {
      const { count, moving } = await tab.evaluate(findMotion, INSTANT);
      elements += count;
      for (const fault of moving) problems.add(`${page.file}: ${fault}`);
    });
  }
  return {
    checked: elements,
    summary: `${site.pages.length} pages, ${elements} elements`,
    problems: [...problems],
  };
}

export async function forcedColours(site, browser) {
  const problems = new Set();
  let looked = 0;
  for (const page of site.pages) {
    const report = (problem) => problems.add(`${page.file}: ${problem}`);
    await visit(browser, site, page, { viewport: DESK, forcedColors: "active" }, async (tab) => {
      const { count, faults } = await tab.evaluate(findFaint);
      looked += count;
      for (const fault of faults) report(fault);

      // The focus: where the system draws all backgrounds and shadows away, only an outline is left.
      const stops = await tab.evaluate(() => document.querySelectorAll("a[href], button, summary").length);
      for (let presses = 0; presses < Math.min(stops, 300); presses += 1) {
        await tab.keyboard.press("Tab");
        const { name, seen } = await tab.evaluate(examineOutline);
        looked += 1;
        if (!seen) report(`the focus cannot be seen on ${name}`);
      }
    });
  }
  return {
    checked: looked,
    summary: `${site.pages.length} pages, ${looked} places`,
    problems: [...problems],
  };
}

export async function print(site, browser) {
  const problems = [];
  if (!site.front) return { checked: 0, summary: "", problems };
  const { titles, pdf } = await visit(browser, site, site.front, { viewport: DESK }, async (tab) => {
    await tab.emulateMedia({ media: "print" });
    const { shown, titles } = await tab.evaluate(() => {
      const useless = "nav, button, input, select, .skip-link, [aria-pressed]";
      const visible = (element) => element.checkVisibility({ visibilityProperty: true });
      const text = (element) => element.textContent.trim();
      const entries = [...document.querySelectorAll(".entry__title")].filter(
        (title) => !title.closest("[hidden]"),
      );
      return {
        shown: [...document.querySelectorAll(useless)].filter(visible).map((e) => e.outerHTML.slice(0, 60)),
        // Without the remarks beside a title.
        titles: entries.map((title) =>
          text([...title.childNodes].find((node) => text(node) !== "") ?? title),
        ),
      };
    });
    for (const element of shown) problems.push(`of no use on paper: ${element}`);
    return { titles, pdf: readPdf(await tab.pdf({ preferCSSPageSize: true, format: "Letter" })) };
  });

  for (const [i, { width, height }] of pdf.pages.entries()) {
    const fits = Math.abs(width - A4.width) < 1 && Math.abs(height - A4.height) < 1;
    if (!fits) problems.push(`page ${i + 1} has ${width} × ${height} points, which is not A4`);
  }
  if (pdf.pages.length === 0) problems.push("no page was printed");
  // Other letters need fonts that bare machines do not have; what has no glyph has no letters in a PDF.
  const plain = (text) =>
    text.normalize("NFKC").replace(/[^\p{Script=Latin}\p{Script=Greek}\p{Script=Common}]|\s/gu, "");
  const printed = plain(pdf.text);
  for (const title of titles) {
    if (!printed.includes(plain(title))) problems.push(`not on paper: the title “${title}”`);
  }
  return {
    checked: pdf.text.length,
    summary: `${pdf.pages.length} pages of A4, ${titles.length} titles, ${pdf.text.length} characters`,
    problems,
  };
}

/** Runs in the page. */
function findMotion(instant) {
  const seconds = (list) => list.split(",").map((time) => parseFloat(time) * (/\dms/.test(time) ? 0.001 : 1));
  const moving = [];
  let count = 0;
  for (const element of document.querySelectorAll("*")) {
    count += 1;
    const tag = element.outerHTML.slice(0, element.outerHTML.indexOf(">") + 1);
    for (const pseudo of ["", "::before", "::after", "::details-content", "::marker"]) {
      const style = getComputedStyle(element, pseudo);
      const animated = style.animationName && style.animationName !== "none";
      const longest = Math.max(
        ...(style.transitionProperty === "none" ? [0] : seconds(style.transitionDuration || "0s")),
        ...(animated ? seconds(style.animationDuration) : [0]),
      );
      if (longest > instant) moving.push(`${tag}${pseudo} moves for ${longest} s`);
    }
    if (getComputedStyle(element).scrollBehavior === "smooth") moving.push(`${tag} scrolls smoothly`);
  }
  for (const animation of document.getAnimations()) {
    const { duration } = animation.effect?.getComputedTiming() ?? {};
    if (duration > instant * 1000) moving.push(`an animation of ${duration} ms is running`);
  }
  return { count, moving };
}

/** Runs in the page. What was drawn with a background alone, and is nothing without it. */
function findFaint() {
  const faults = [];
  const edged = (style) =>
    (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) ||
    ["Top", "Right", "Bottom", "Left"].every(
      (side) => style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) > 0,
    );
  const monograms = [...document.querySelectorAll(".portrait:not(img)")].filter((e) => e.checkVisibility());
  for (const monogram of monograms) {
    if (!edged(getComputedStyle(monogram)))
      faults.push(`nothing is around the monogram ${monogram.textContent.trim()}`);
  }
  const pressed = document.querySelector('[aria-pressed="true"]');
  const loose = pressed?.parentElement.querySelector('[aria-pressed="false"]');
  if (pressed && loose) {
    const look = (element) => {
      const style = getComputedStyle(element);
      return [
        "backgroundColor",
        "color",
        "borderTopColor",
        "borderTopWidth",
        "outlineStyle",
        "textDecorationLine",
        "fontWeight",
      ]
        .map((name) => style[name])
        .join();
    };
    if (look(pressed) === look(loose))
      faults.push("a pressed button of the switch looks like one that is not");
  }
  return { count: monograms.length, faults };
}

/** Runs in the page. */
function examineOutline() {
  const element = document.activeElement;
  if (!element || element === document.body) return { name: "", seen: true }; // the end of the page
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  return {
    name: element.outerHTML.slice(0, 80),
    seen: outlineStyle !== "none" && parseFloat(outlineWidth) >= 1,
  };
}
