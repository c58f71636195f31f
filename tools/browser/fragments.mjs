// Every address with a # leads to something: the links on the pages, and those that others have set in the past.
import { visit } from "./browser.mjs";

/** The anchors of the workshop's earlier pages. Papers, mails and other sites link to them. */
export const OLD_ANCHORS = [
  "intro",
  "dates",
  "cfp",
  "schedule",
  "speakers",
  "recordings",
  "organizers",
  "note1",
];

export async function fragments(site, browser, { old = [] } = {}) {
  const surveys = new Map(); // file → what is on it
  for (const page of site.pages) {
    surveys.set(page.file, await visit(browser, site, page, {}, (tab) => tab.evaluate(survey)));
  }

  const problems = [];
  let checked = 0;
  const targetExists = (file, anchor) => surveys.get(file)?.anchors.includes(anchor);
  for (const [file, { links }] of surveys) {
    for (const link of new Set(links)) {
      const { hash } = new URL(link);
      const anchor = decodeURIComponent(hash.slice(1));
      // The empty fragment and #top are the top of the page by definition.
      if (!site.owns(link) || ["", "top"].includes(anchor)) continue;
      checked += 1;
      if (!targetExists(site.fileOf(link), anchor))
        problems.push(`${file}: a link leads to ${link}, but nothing is there`);
    }
  }
  for (const anchor of old) {
    if (!targetExists("index.html", anchor))
      problems.push(`index.html: the old address #${anchor} leads nowhere`);
  }
  return { checked, summary: `${checked} links, ${old.length} old addresses`, problems };
}

/** Runs in the page. Browsers do not jump to an element that has no place on the page, so those do not count. */
function survey() {
  const placed = [...document.querySelectorAll("[id]")].filter(
    (element) => element.getClientRects().length > 0,
  );
  return {
    anchors: placed.map(({ id }) => id),
    links: [...document.querySelectorAll("a[href], area[href]")].map(
      (link) => new URL(link.getAttribute("href"), document.baseURI).href,
    ),
  };
}
