// node tools/browser/check.mjs DIR              the published site
// node tools/browser/check.mjs --bare DIR       the test edition that has almost nothing
// node tools/browser/check.mjs --fullest DIR    the test edition that has everything, in a folder for each moment for
//                                               which it was built (site.mjs says how they are named)
//
// With --only TEXT, only the checks that have it in their name.
//
// Looks at a built site the way its readers and the W3C do. One line for each check when it is done, `ok` or `FAIL`,
// with everything it found below it; exit code 1 if anything is wrong.
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { accessibility } from "./accessibility.mjs";
import { launch, VIEWS } from "./browser.mjs";
import { budget } from "./budget.mjs";
import { fragments, OLD_ANCHORS } from "./fragments.mjs";
import { facts, SHOWN } from "./fullest.mjs";
import { inline } from "./inline.mjs";
import { keyboard } from "./keyboard.mjs";
import { layout } from "./layout.mjs";
import { lifetimes } from "./lifetimes.mjs";
import { calendars, facts as factsForMachines } from "./machines.mjs";
import { network } from "./network.mjs";
import { forcedColours, motion, print as onPaper } from "./preferences.mjs";
import { judge, print } from "./report.mjs";
import { scriptless } from "./scriptless.mjs";
import { shift } from "./shift.mjs";
import { openBuilds, openSite } from "./site.mjs";
import { inTurns } from "./turns.mjs";
import { validator } from "./validator.mjs";
import { weight } from "./weight.mjs";
import { toggle, zone } from "./zone.mjs";

/** Of every site. */
const basics = {
  "valid HTML, CSS and SVG": validator,
  "accessible (axe)": accessibility,
  "usable with a keyboard": keyboard,
  "no scrolling sideways": layout,
  "nothing shifts": shift,
  "no motion, if unwanted": motion,
  "visible in forced colours": forcedColours,
  "a programme on paper": onPaper,
  "no requests elsewhere, no errors": network,
  "no inline scripts or styles": inline,
  "the same without JavaScript": scriptless,
};

/** Of a site with a programme. Far from the event, times are on other days, which takes more words. */
const inReadersZone = (site) => ({ pages: [site.front], first: toggle });
const timed = {
  "the reader's time zone": zone,
  "accessible in the reader's time zone": (site, browser) =>
    accessibility(site, browser, inReadersZone(site)),
  "no scrolling sideways in the reader's time zone": (site, browser) =>
    layout(site, browser, { ...inReadersZone(site), timezoneId: "Pacific/Kiritimati" }),
  "nothing shifts in the reader's time zone": (site, browser) => shift(site, browser, inReadersZone(site)),
};

/** Of an edition whose day is known. */
const told = {
  "calendars that programs read": calendars,
  "facts that search engines take": factsForMachines,
};

const published = {
  ...basics,
  ...timed,
  ...told,
  "light to load": weight,
  "fragments lead somewhere": (site, browser) => fragments(site, browser, { old: OLD_ANCHORS }),
};

const bare = { ...basics, "fragments lead somewhere": fragments };

/** A page that changes with time is looked at as it is in the middle, and at a glance at all other moments. */
const fullest = (builds) => {
  const others = builds.filter(({ dir }) => basename(dir) !== SHOWN);
  const [phoneByDay, , , deskByNight] = VIEWS;
  const atEachMoment = others.map((other) => [
    `accessible, built ${basename(other.dir)}`,
    (_, browser) => accessibility(other, browser, { pages: [other.front], views: [phoneByDay, deskByNight] }),
  ]);
  return {
    ...basics,
    ...timed,
    ...told,
    "within the budget": budget,
    "fragments lead somewhere": fragments,
    "true at all times": (_, browser) => lifetimes(builds, browser, facts),
    ...Object.fromEntries(atEachMoment),
  };
};

const options = {
  fullest: { type: "boolean" },
  bare: { type: "boolean" },
  only: { type: "string", default: "" },
};
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const [dir] = positionals;
if (!dir) {
  console.error("usage: node check.mjs [--fullest | --bare] [--only TEXT] DIR");
  process.exit(2);
}

let passed = 0;
let total = 0;
const browser = await launch();
try {
  const builds = values.fullest ? await openBuilds(browser, dir) : [];
  const site = values.fullest
    ? builds.find((build) => basename(build.dir) === SHOWN)
    : await openSite(browser, dir);
  if (!site) throw new Error(`${dir} has no folder ${SHOWN}`);
  const checks = values.fullest ? fullest(builds) : values.bare ? bare : published;
  const wanted = Object.entries(checks).filter(([name]) => name.includes(values.only));
  total = wanted.length;
  await inTurns(wanted, async ([name, check]) => {
    const outcome = await judge(() => check(site, browser));
    print(name, outcome);
    if (outcome.problems.length === 0) passed += 1;
  });
} catch (error) {
  console.log(`FAIL ${error.message}`);
  total += 1;
} finally {
  await browser.close();
}

console.log(`${passed} of ${total} browser checks passed`);
// Not exitCode: a check that ran out of time may still hold something open.
process.exit(passed === total && total > 0 ? 0 : 1);
