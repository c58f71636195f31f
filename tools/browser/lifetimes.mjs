// Links, notices and sections that have their time: a page tells the truth whenever it is opened, also years after it
// was built. The oldest build is opened with the clock set to a second before and after everything that happens later,
// and is compared with what is known of the edition (fullest.mjs) and with what was built then.
import { unfold, viewport, visit } from "./browser.mjs";
import { readLines } from "./scriptless.mjs";
import { inTurns } from "./turns.mjs";

const SECOND = 1000;

export async function lifetimes(builds, browser, facts) {
  const problems = [];
  let checked = 0;

  const open = (site, now, options, look) =>
    visit(
      browser,
      site,
      site.front,
      { viewport: viewport(1280), now, lazy: true, ...options },
      async (tab, { complaints }) => {
        await unfold(tab, true); // what readers can open counts as shown
        const seen = await look(tab);
        for (const complaint of complaints.values())
          if (/exception/.test(complaint)) problems.push(complaint);
        return seen;
      },
    );

  /** Opens a page at several moments, one after the other in the same tab, and holds it against the facts. */
  const compare = (site, moments, options = {}) =>
    open(site, moments[0], options, async (tab) => {
      for (const now of moments) {
        await tab.clock.setFixedTime(now);
        await tab.reload({ waitUntil: "load" });
        await unfold(tab, true);
        const { found, wrong } = judgePage(await tab.evaluate(survey), facts, now);
        checked += found;
        const without = options.javaScriptEnabled === false ? " without JavaScript" : "";
        const name = `built ${say(site.now)}, opened ${say(now)}${without}`;
        for (const problem of wrong) problems.push(`${name}: ${problem}`);
      }
    });

  // Each build at its own moment, with and without script.
  const [oldest, ...later] = builds;
  await inTurns(builds, async (site) => {
    await compare(site, [site.now]);
    await compare(site, [site.now], { javaScriptEnabled: false });
  });

  // The oldest one around everything that happens after it.
  const moments = instants(facts).filter((now) => now > oldest.now);
  const half = Math.ceil(moments.length / 2);
  await inTurns([moments.slice(0, half), moments.slice(half)], (some) => compare(oldest, some));

  // An old build that is opened later says what a new one would say, word for word and in the same order.
  await inTurns(later, async (site) => {
    const old = await open(oldest, site.now, {}, readPage);
    const fresh = await open(site, site.now, {}, readPage);
    const at = firstDifference(old, fresh);
    checked += fresh.length;
    if (at >= 0) {
      const name = `built ${say(oldest.now)}, opened ${say(site.now)}`;
      problems.push(`${name}: “${old[at] ?? "(end)"}”, but built and opened then: “${fresh[at] ?? "(end)"}”`);
    }
  });

  // Without script a page cannot know better than on the day when it was built.
  const last = later.at(-1);
  const then = await open(oldest, oldest.now, {}, readPage);
  const without = await open(oldest, last?.now, { javaScriptEnabled: false }, readPage);
  const at = firstDifference(then, without);
  if (at >= 0) {
    problems.push(
      `without JavaScript “${without[at] ?? "(end)"}”, but when it was built “${then[at] ?? "(end)"}”`,
    );
  }

  return {
    checked,
    summary: `${builds.length} builds, ${instants(facts).length} moments, ${checked} observations`,
    problems: [...new Set(problems)],
  };
}

/** A second before and after all that happens, and the moments at which the programme is known. */
function instants({ stages, links, programme }) {
  const changes = [...stages, ...links].flatMap(({ from, until }) => [from, until]).filter(Boolean);
  const around = changes.map(Date.parse).flatMap((moment) => [moment - SECOND, moment + SECOND]);
  const all = [...around, ...programme.map(({ at }) => Date.parse(at))];
  return [...new Set(all)].sort((a, b) => a - b).map((moment) => new Date(moment));
}

/** What is wrong with a page at a moment, and how many things could have been. */
function judgePage(page, facts, now) {
  const wrong = [];
  const begun = facts.stages.filter(({ from }) => !from || Date.parse(from) <= now);
  const { stage } = begun.at(-1);
  if (page.stage !== stage) wrong.push(`the stage is ${page.stage}, not ${stage}`);

  for (const { address, from = 0, until = 8.64e15 } of facts.links) {
    const alive = new Date(from) <= now && now < new Date(until);
    const copies = page.links.filter(({ href }) => href === new URL(`https://${address}`).href);
    const shown = copies.filter(({ shown }) => shown);
    if (alive && shown.length === 0) wrong.push(`no link to ${address}`);
    if (!alive && shown.length > 0) wrong.push(`a link to ${address}, out of its time: “${shown[0].label}”`);
    if (!alive && copies.some(({ focusable }) => focusable))
      wrong.push(`the keyboard reaches ${address}, out of its time`);
  }
  for (const { element, alive, shown, hidden } of page.mortals) {
    if (!alive && shown) wrong.push(`out of its time, but shown: ${element}`);
    if (alive && hidden) wrong.push(`in its time, but hidden: ${element}`);
  }

  const away = page.links.filter(({ shown, away }) => shown && away);
  const waysIn = facts.links
    .filter(({ wayIn }) => wayIn)
    .map(({ address }) => new URL(`https://${address}`).href);
  if (stage === "live" && !waysIn.includes(away[0]?.href)) {
    wrong.push(`during the event the first link is “${away[0]?.label}”, not a way in`);
  }
  if (stage === "archive") {
    const [, second] = page.sections;
    if (second !== "recordings")
      wrong.push(`recordings do not follow the introduction: ${page.sections.join(", ")}`);
  }

  const known = facts.programme.find(({ at }) => Date.parse(at) === now.valueOf());
  const expected = known ?? (stage === "live" ? undefined : { now: [], next: [] });
  for (const state of expected ? ["now", "next"] : []) {
    const marked = page.entries.filter((entry) => entry.state === state);
    const missing = expected[state].filter((title) => !marked.some(({ text }) => text.includes(title)));
    if (missing.length > 0) wrong.push(`not marked as ${state}: ${missing.join(", ")}`);
    const extra = marked.filter(({ text }) => !expected[state].some((title) => text.includes(title)));
    if (extra.length > 0)
      wrong.push(`marked as ${state}: ${extra.map(({ text }) => text.slice(0, 60)).join(" | ")}`);
    for (const { text, words } of marked)
      if (!words) wrong.push(`marked as ${state}, but not in words: ${text.slice(0, 60)}`);
  }
  return { found: facts.links.length + page.mortals.length + page.entries.length, wrong };
}

/** Runs in the page. */
function survey() {
  const now = Date.now() / 1000;
  const isShown = (element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true });
  const words = (element) => element.textContent.replace(/\s+/g, " ").trim();
  const byHeight = (a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top;

  const links = [...document.querySelectorAll("a[href]")].map((link) => {
    link.focus({ preventScroll: true });
    return {
      href: link.href,
      label: words(link),
      shown: isShown(link),
      focusable: document.activeElement === link,
      away: link.origin !== location.origin && link.closest("main") !== null,
    };
  });
  const mortals = [...document.querySelectorAll("[data-from], [data-until]")].map((element) => ({
    element: element.outerHTML.slice(0, element.outerHTML.indexOf(">") + 1),
    alive: Number(element.dataset.from ?? 0) <= now && now < Number(element.dataset.until ?? Infinity),
    shown: isShown(element),
    hidden: element.hidden,
  }));
  const entries = [...document.querySelectorAll(".entry")].map((entry) => {
    const word = entry.querySelector(".entry__state");
    return {
      text: words(entry),
      state: entry.dataset.state ?? "",
      words: word && isShown(word) ? words(word) : "",
    };
  });
  const sections = [...document.querySelectorAll("main > section")].filter(isShown).sort(byHeight);
  return {
    stage: document.documentElement.dataset.stage,
    links,
    mortals,
    entries,
    sections: sections.map(({ id }) => id),
  };
}

async function readPage(tab) {
  const lines = await readLines(tab);
  const addresses = await tab.evaluate(() =>
    [...document.querySelectorAll("a[href]")]
      .filter((link) => link.checkVisibility())
      .map(({ href }) => href),
  );
  return [...lines, ...addresses];
}

function firstDifference(a, b) {
  return Array.from({ length: Math.max(a.length, b.length) }).findIndex((_, i) => a[i] !== b[i]);
}

const say = (moment) => (moment ?? new Date()).toISOString().replace(".000", "");
