// node --test tools/browser/selftest.mjs
//
// Checks the checks: each must be content with a good site and must report the mistake that is planted for it.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { accessibility } from "./accessibility.mjs";
import { launch } from "./browser.mjs";
import { fragments } from "./fragments.mjs";
import { layout } from "./layout.mjs";
import { network } from "./network.mjs";
import { judge } from "./report.mjs";
import { scriptless } from "./scriptless.mjs";
import { openSite } from "./site.mjs";
import { validator } from "./validator.mjs";
import { weight } from "./weight.mjs";

const HOME = "https://workshop.example/2023/"; // in a folder, as such sites often are
const ANCHORS = ["intro", "dates", "cfp", "schedule", "speakers", "recordings", "organizers", "note1"];
const SECTIONS = ANCHORS.map(
  (id) => `<h2 id="${id}">The ${id}</h2><p><a href="#${id}">A link</a> to here.</p>`,
);

const STYLE = `:root { color-scheme: light dark; } body { background: Canvas; color: CanvasText; } a { color: light-dark(#00e, #aaf); } img { max-width: 100%; }`;
const IMAGE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><circle cx="4" cy="4" r="4"/></svg>';

const html = ({ head = "", body = "", sections = SECTIONS.join("\n") } = {}) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A workshop</title>
<link rel="canonical" href="${HOME}">
<link rel="icon" href="${HOME}icon.svg">
<link rel="stylesheet" href="${HOME}site.css">
${head}
</head>
<body>
<main>
<h1>A workshop</h1>
<img src="${HOME}image.svg" alt="A dot" loading="lazy">
${sections}
${body}
</main>
</body>
</html>
`;

let browser;
let root;
before(async () => {
  browser = await launch();
  root = await mkdtemp(join(tmpdir(), "planted sites ")); // spaces, as in many people's paths
});
after(async () => {
  await browser?.close();
  if (root) await rm(root, { recursive: true });
});

let plots = 0;
async function plant(mistakes = {}) {
  const dir = join(root, `site ${(plots += 1)}`);
  const good = {
    "index.html": html(),
    "old/index.html": `<!doctype html><html lang="en"><meta charset="utf-8"><title>Moved</title><meta http-equiv="refresh" content="0; url=${HOME}"><p><a href="${HOME}">Moved</a></p></html>`,
    "site.css": STYLE,
    "image.svg": IMAGE,
    "icon.svg": IMAGE,
  };
  for (const [file, text] of Object.entries({ ...good, ...mistakes })) {
    await mkdir(join(dir, dirname(file)), { recursive: true });
    await writeFile(join(dir, file), text);
  }
  return dir;
}

/** The verdict of one check on a site with planted mistakes. */
async function verdict(check, mistakes) {
  const site = await openSite(browser, await plant(mistakes));
  return judge(() => check(site, browser));
}

function reported({ problems }, ...expected) {
  for (const pattern of expected) {
    assert.ok(
      problems.some((problem) => pattern.test(problem)),
      `${pattern} is not in:\n${problems.join("\n")}`,
    );
  }
  assert.equal(problems.length, expected.length, `more than was planted:\n${problems.join("\n")}`);
}

const checked = (name, run) => test(name, { timeout: 120_000 }, run);

const program = fileURLToPath(new URL("check.mjs", import.meta.url));
const runProgram = (dir) =>
  new Promise((done) => {
    execFile(process.execPath, [program, dir], { timeout: 100_000 }, (error, stdout) =>
      done({ code: error ? error.code : 0, stdout }),
    );
  });

checked("a good site passes every check", async () => {
  const { code, stdout } = await runProgram(await plant());
  assert.equal(code, 0, stdout);
  assert.equal(stdout.match(/^ok {3}/gm)?.length, 7, stdout);
});

checked("a mistake fails the program", async () => {
  const { code, stdout } = await runProgram(
    await plant({ "index.html": html({ body: "<p onclick=''>x</b>" }) }),
  );
  assert.equal(code, 1, stdout);
  assert.match(stdout, /^FAIL valid HTML/m);
  assert.match(stdout, /^6 of 7 browser checks passed$/m);
});

checked("a folder without pages fails", async () => {
  const empty = join(root, "empty");
  await mkdir(empty);
  const { code, stdout } = await runProgram(empty);
  assert.equal(code, 1);
  assert.match(stdout, /^FAIL .*contains no HTML file$/m);
});

checked("a home page without an address of its own fails", async () => {
  const dir = await plant({ "index.html": html().replace('rel="canonical"', 'rel="me"') });
  await assert.rejects(openSite(browser, dir), /names no absolute address/);
});

for (const check of [validator, accessibility, layout, network, scriptless, weight, fragments]) {
  checked(`${check.name}: nothing to check is a failure`, async () => {
    const nothing = { dir: root, files: [], pages: [] };
    const { problems } = await judge(() => check(nothing, browser));
    assert.ok(problems.includes("found nothing to check"), problems.join("\n"));
  });
}

checked("a check without an answer is a failure", async () => {
  reported(await judge(() => new Promise(() => {}), 50), /could not be carried out: no answer within 0.05 s/);
});

checked("validator: errors and warnings in all kinds of files, with their lines", async () => {
  const outcome = await verdict(validator, {
    "index.html": html({ head: '<meta name="a" content="b"><center></center>' }),
    "warning.html":
      '<!doctype html>\n<html lang="en">\n<title>A</title>\n<p align="left">A<br/></p>\n</html>\n',
    "site.css": "a {\n  colour: red;\n}\n",
    "image.svg": '<svg xmlns="http://www.w3.org/2000/svg">\n<dot/>\n</svg>\n',
  });
  for (const place of ["index.html:10:", "warning.html:4:", "site.css:2:", "image.svg:2:"]) {
    assert.ok(
      outcome.problems.some((problem) => problem.startsWith(place)),
      `${place} is not in:\n${outcome.problems.join("\n")}`,
    );
  }
  assert.match(outcome.notes.join("\n"), /^warning\.html:4:.*Trailing slash/);
});

checked("validator: one that does not run, or checks nothing, is a failure", async () => {
  const site = await openSite(browser, await plant());
  reported(
    await judge(() => validator(site, browser, "no-such-java")),
    /could not be carried out: .*no-such-java/,
  );
  reported(await judge(() => validator(site, browser, "true")), /could not be carried out/);
});

checked("accessibility: a picture without words, and colours that fail at night only", async () => {
  reported(
    await verdict(accessibility, {
      "index.html": html({ body: `<img src="${HOME}image.svg"><p class="pale">Pale</p>` }),
      "site.css": `${STYLE} @media (prefers-color-scheme: dark) { .pale { color: #333; background: #000; } }`,
    }),
    /^index\.html, all views: image-alt: /,
    /^index\.html, 360 px dark, 1280 px dark: color-contrast: [^]*element: \.pale/,
  );
});

checked("accessibility: best practices and small targets fail, guesses are noted", async () => {
  const button = '<button style="all: unset; font-size: 8px">a</button>';
  const guess =
    '<p style="font: bold 2em serif">Like a heading?</p><p>A paragraph that is much longer than the one before it.</p>';
  const outcome = await verdict(accessibility, {
    "index.html": html({ body: `<h4>Deep</h4>${button}${button}${guess}` }),
  });
  reported(outcome, /heading-order/, /target-size/, /target-size/);
  assert.match(outcome.notes.join("\n"), /p-as-heading/);
});

checked("layout: an element that is too wide for phones, and a page not made for them", async () => {
  reported(
    await verdict(layout, {
      "index.html": html({ body: '<div id="wide" style="width: 700px">Wide</div>' }),
      "404.html": html().replace(/<meta name="viewport".*/, ""),
    }),
    /^index\.html at 320 px: \d+ px too wide: <div id="wide"/,
    /^index\.html at 360 px: /,
    /^404\.html: no <meta name="viewport"/,
  );
});

checked("layout and accessibility: what is folded at first", async () => {
  const body =
    '<details><summary>More</summary><p style="width: 340px; color: #ccc; background: #fff">Wide, pale</p></details>';
  const mistakes = { "index.html": html({ body }) };
  reported(await verdict(layout, mistakes), /^index\.html at 320 px, unfolded: \d+ px too wide: <p style/);
  reported(await verdict(accessibility, mistakes), /^index\.html, all views: color-contrast/);
});

checked("network: requests elsewhere, missing files, exceptions and complaints", async () => {
  const script =
    "console.warn('careful'); console.error('bad'); console.log('fine'); new WebSocket('wss://socket.example/'); nonsense()";
  reported(
    await verdict(network, {
      "index.html": html({
        head: '<link rel="preconnect" href="https://early.example/"><link rel="icon" href="no-icon.png">',
        body: `<img src="https://elsewhere.example/spy.png" alt=""><img src="/outside.png" alt=""><img src="${HOME}missing.png" alt=""><script>${script}</script>`,
      }),
    }),
    /asks for https:\/\/early\.example\/, which/,
    /asks for \S+no-icon\.png, a file/,
    /asks for https:\/\/elsewhere\.example\/spy\.png, which is not part of the site/,
    /asks for https:\/\/workshop\.example\/outside\.png, which is not part of the site/,
    /asks for \S+missing\.png, a file that the site does not have/,
    /console warning: careful/,
    /console error: bad/,
    /opens a socket to wss:\/\/socket\.example\//,
    /console error: WebSocket connection to .* failed/,
    /exception: nonsense is not defined/,
  );
});

checked("scriptless: text that only a script can show", async () => {
  reported(
    await verdict(scriptless, {
      "index.html": html({ body: "<script>document.querySelector('main').append('Extra')</script>" }),
    }),
    /360 px light: with JavaScript “Extra”, without “\(end\)”/,
    /1280 px light: /,
  );
});

checked("weight: pictures out of sight and at night count, too", async () => {
  const body = `<div style="height: 9000px"></div><picture><source srcset="${HOME}night.svg" media="(prefers-color-scheme: dark)"><img src="${HOME}day.svg" alt="" loading="lazy"></picture>`;
  const picture = (bytes) => IMAGE.padEnd(bytes);
  const outcome = await verdict(weight, {
    "index.html": html({ body }),
    "day.svg": picture(1000),
    "night.svg": picture(60_000),
  });
  reported(outcome, /^\d+ bytes too many$/);
  for (const part of [/^\d+ of 60000 bytes: night\.svg 60000, index\.html/, /icon\.svg/, /site\.css/])
    assert.match(outcome.summary, part);
});

checked("fragments: links and old addresses that lead nowhere", async () => {
  reported(
    await verdict(fragments, {
      "index.html": html({
        sections: SECTIONS.slice(0, -1).join("\n"),
        body: '<p id="hidden" hidden></p><p><a href="#">a</a> <a href="#top">b</a> <a href="#nowhere">c</a> <a href="#hidden">d</a></p>',
      }),
      "404.html": html({
        body: `<a href="${HOME}#missing">e</a> <a href="${HOME}#cfp">f</a> <a href="https://other.example/#x">g</a>`,
      }),
    }),
    /^index\.html: a link leads to \S+#nowhere/,
    /^index\.html: a link leads to \S+#hidden/,
    /^404\.html: a link leads to \S+#missing/,
    /^index\.html: the old address #note1 leads nowhere/,
  );
});
