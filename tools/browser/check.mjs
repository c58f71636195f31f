// node tools/browser/check.mjs DIR
//
// Looks at a built site the way its readers and the W3C do. One line for each check, `ok` or `FAIL`, with everything
// it found below it; exit code 1 if anything is wrong.
import { accessibility } from "./accessibility.mjs";
import { launch } from "./browser.mjs";
import { fragments } from "./fragments.mjs";
import { layout } from "./layout.mjs";
import { network } from "./network.mjs";
import { judge, print } from "./report.mjs";
import { scriptless } from "./scriptless.mjs";
import { openSite } from "./site.mjs";
import { validator } from "./validator.mjs";
import { weight } from "./weight.mjs";

const checks = {
  "valid HTML, CSS and SVG": validator,
  "accessible (axe)": accessibility,
  "no scrolling sideways": layout,
  "no requests elsewhere, no errors": network,
  "the same without JavaScript": scriptless,
  "light to load": weight,
  "fragments lead somewhere": fragments,
};

const [dir] = process.argv.slice(2);
if (!dir) {
  console.error("usage: node check.mjs DIR");
  process.exit(2);
}

let passed = 0;
const browser = await launch();
try {
  const site = await openSite(browser, dir);
  for (const [name, check] of Object.entries(checks)) {
    const outcome = await judge(() => check(site, browser));
    print(name, outcome);
    if (outcome.problems.length === 0) passed += 1;
  }
} catch (error) {
  console.log(`FAIL ${error.message}`);
} finally {
  await browser.close();
}

const total = Object.keys(checks).length;
console.log(`${passed} of ${total} browser checks passed`);
// Not exitCode: a check that ran out of time may still hold something open.
process.exit(passed === total ? 0 : 1);
