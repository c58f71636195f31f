// axe-core on every page, in every view.
import axe from "axe-core";
import { unfold, VIEWS, visit } from "./browser.mjs";
import { inTurns } from "./turns.mjs";

/** `pages` of the site, after a reader has done `first` with the page. */
export async function accessibility(site, browser, { pages = site.pages, views = VIEWS, first } = {}) {
  const problems = new Map();
  const notes = new Map();
  const applied = new Set();

  const visits = pages.flatMap((page) => views.map((view) => ({ page, view })));
  await inTurns(visits, async ({ page, view }) => {
    const { violations, incomplete, passes } = await visit(browser, site, page, view.options, async (tab) => {
      await first?.(tab);
      return analyse(tab);
    });
    if (violations.length + passes.length === 0) throw new Error(`${page.file}: axe applied no rule`);
    for (const { id } of [...violations, ...passes]) applied.add(id);

    // Experimental rules guess (is a bold paragraph a heading?), so people decide; and where not even the rule is
    // sure, as with the colour of text on a picture.
    const guess = ({ tags }) => tags.includes("experimental");
    const sure = violations.filter((rule) => !guess(rule));
    collect(problems, page, view, sure);
    collect(notes, page, view, [...violations.filter(guess), ...incomplete.filter((rule) => !guess(rule))]);
  });
  const description = describe(views);

  return {
    checked: applied.size,
    summary: `${pages.length} pages, ${views.length} views, ${applied.size} rules applied`,
    problems: [...problems.values()].map(description),
    notes: [...notes.values()].map(description),
  };
}

/** As the page is shown first, and with everything unfolded, because axe does not look into what is closed. */
async function analyse(tab) {
  await tab.evaluate(axe.source); // not a script element: a content security policy may forbid those
  const first = await runAxe(tab);
  if ((await tab.locator("details").count()) === 0) return first;
  await unfold(tab, true);
  const { violations } = await runAxe(tab); // no more: what is unfolded may cover the rest, of which axe is unsure then
  return { ...first, violations: [...first.violations, ...violations] };
}

function runAxe(tab) {
  return tab.evaluate(() => {
    // Every rule, also best practices, the experimental ones and WCAG 2.2, which axe leaves out unless asked. Not the
    // ones it has given up, not AAA, which WCAG itself does not recommend as a demand on whole sites, and not
    // hidden-content, which never says more than that something is hidden.
    const wanted = ({ ruleId, tags }) =>
      ruleId !== "hidden-content" && !tags.includes("deprecated") && !tags.includes("wcag2aaa");
    const rules = Object.fromEntries(
      window.axe.getRules().map((rule) => [rule.ruleId, { enabled: wanted(rule) }]),
    );
    return window.axe.run(document, { rules, resultTypes: ["violations", "incomplete"] });
  });
}

/** One finding for each rule and element, with all the views in which it is found. */
function collect(findings, { file }, view, rules) {
  for (const rule of rules) {
    for (const node of rule.nodes) {
      const key = [file, rule.id, node.target].join("\n");
      if (!findings.has(key)) findings.set(key, { file, rule, node, views: new Set() });
      findings.get(key).views.add(view.name);
    }
  }
}

const describe =
  (all) =>
  ({ file, rule, node, views }) => {
    const names = all.map(({ name }) => name).filter((name) => views.has(name));
    const where = names.length === all.length ? "all views" : names.join(", ");
    return [
      `${file}, ${where}: ${rule.id}: ${rule.help}`,
      `  element: ${node.target.join(" ")}  ${node.html}`,
      `  ${(node.failureSummary ?? "").replaceAll("\n", "\n  ")}`,
      `  ${rule.helpUrl}`,
    ].join("\n");
  };
