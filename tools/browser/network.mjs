// A page loads without an error, a warning or a missing file, and tells nobody else that it is being read.
import { VIEWS, visit } from "./browser.mjs";

// Connections that open before anything is asked for, and files that a headless browser asks for late or never.
const UNSEEN = ["preconnect", "dns-prefetch", "icon", "apple-touch-icon", "manifest"]
  .map((rel) => `link[rel~="${rel}"]`)
  .join();

export async function network(site, browser) {
  const problems = new Set(); // most are the same in every view
  let requests = 0;
  for (const page of site.pages) {
    const report = (problem) => problems.add(`${page.file}: ${problem}`);
    const visits = VIEWS.map(({ options }) =>
      visit(browser, site, page, options, async (tab, { complaints, sent }) => {
        await tab.waitForLoadState("networkidle");
        for (const link of await tab.locator(UNSEEN).all()) {
          const objection = site.objectionTo(await link.evaluate(({ href }) => href));
          if (objection) report(objection);
        }
        for (const complaint of complaints.values()) report(complaint);
        requests += sent.size;
      }),
    );
    await Promise.all(visits); // side by side, because each mostly waits for requests that never come
  }
  return {
    checked: requests,
    summary: `${site.pages.length} pages, ${VIEWS.length} views, ${requests} requests`,
    problems: [...problems],
  };
}
