// node --test tools/browser/selftest.mjs
//
// Checks the checks: each must be content with a good site and must report the mistake that is planted for it.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { accessibility } from "./accessibility.mjs";
import { launch } from "./browser.mjs";
import { budget } from "./budget.mjs";
import { fragments, OLD_ANCHORS } from "./fragments.mjs";
import { inline } from "./inline.mjs";
import { keyboard } from "./keyboard.mjs";
import { layout } from "./layout.mjs";
import { lifetimes } from "./lifetimes.mjs";
import { scores, serve } from "./lighthouse.mjs";
import { calendars, facts } from "./machines.mjs";
import { network } from "./network.mjs";
import { forcedColours, motion, print } from "./preferences.mjs";
import { judge } from "./report.mjs";
import { scriptless } from "./scriptless.mjs";
import { shift } from "./shift.mjs";
import { openBuilds, openSite } from "./site.mjs";
import { validator } from "./validator.mjs";
import { weight } from "./weight.mjs";
import { toggle, zone } from "./zone.mjs";

const HOME = "https://workshop.example/2023/"; // in a folder, as such sites often are
const SECTIONS = OLD_ANCHORS.map(
  (id) => `<h2 id="${id}">The ${id}</h2><p><a href="#${id}">A link</a> to here.</p>`,
);

const STYLE = `:root { color-scheme: light dark; } body { background: Canvas; color: CanvasText; } a { color: light-dark(#00e, #aaf); } img { max-width: 100%; }
.skip-link, button, summary { box-sizing: border-box; display: inline-block; min-height: 44px; min-width: 44px; }
table { table-layout: fixed; width: 100%; } @page { size: A4; } @media print { nav, button { display: none; } }`;
const IMAGE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><circle cx="4" cy="4" r="4"/></svg>';

const SKIP = '<a class="skip-link" href="#main">Skip to content</a>';
const PROGRAMME = `<table>
<tr class="row"><th scope="row">Submission</th><td><time datetime="2023-10-01T23:59-12:00">1 October 2023</time> AoE
<p class="dates__exact">= <time datetime="2023-10-02T07:59-04:00">2 October 2023, 07:59</time> EDT</p></td></tr>
</table>
<p>All times are <span id="words">EST</span></p>
<div class="zone-switch"></div>
<ol>
<li class="entry"><p class="hours"><time datetime="2023-12-09T19:30-05:00">19:30</time> – <time datetime="2023-12-10T00:30-05:00">00:30</time></p><p class="entry__title">A long night</p></li>
</ol>`;
// Converts as a good script does, with a switch of one button.
const SCRIPT = `
const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
const write = (time, options) => new Intl.DateTimeFormat("en-GB", options).format(new Date(time.dateTime));
for (const exact of document.querySelectorAll(".dates__exact")) {
  const more = document.createElement("span");
  more.textContent = " = " + write(exact.querySelector("time"), { dateStyle: "medium", timeStyle: "short" });
  exact.append(more);
}
const texts = [...document.querySelectorAll(".hours time")].map((time) => {
  const full = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
  return [time, time.textContent, write(time, full)];
});
const words = document.querySelector("#words");
texts.push([words, words.textContent, mine]);
const button = document.createElement("button");
button.textContent = "My zone";
document.querySelector(".zone-switch").append(button);
function choose(own) {
  for (const [element, event, reader] of texts) element.textContent = own ? reader : event;
  button.setAttribute("aria-pressed", own);
  try { localStorage.setItem("choice", own); } catch {}
}
button.addEventListener("click", () => choose(button.getAttribute("aria-pressed") !== "true"));
let own = false;
try { own = localStorage.getItem("choice") === "true"; } catch {}
choose(own);
`;

const FACTS = {
  "@context": "https://schema.org",
  "@graph": [
    {
      "@type": "Event",
      name: "A workshop",
      startDate: "2023-12-09T19:30-05:00",
      eventStatus: "https://schema.org/EventScheduled",
      location: { "@type": "VirtualLocation", "@id": "#online", url: HOME },
      subEvent: { "@type": "Event", name: "A talk", startDate: "2023-12-09", location: { "@id": "#online" } },
    },
  ],
};
const factsOf = (facts) => `<script type="application/ld+json">${JSON.stringify(facts)}</script>`;
const calendarOf = (...lines) =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//a//b//EN", ...lines, "END:VCALENDAR", ""].join("\r\n");
const entryOf = (...lines) => ["BEGIN:VEVENT", ...lines, "END:VEVENT"];
const ENTRY = ["UID:one", "DTSTAMP:20221209T000000Z", "DTSTART:20231210T003000Z", "SUMMARY:A workshop"];

const html = ({
  head = "",
  told = FACTS,
  body = "",
  sections = SECTIONS.join("\n"),
  programme = PROGRAMME,
  skip = SKIP,
} = {}) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A workshop</title>
<link rel="canonical" href="${HOME}">
<link rel="icon" href="${HOME}icon.svg">
<link rel="stylesheet" href="${HOME}site.css">
<script src="${HOME}site.js" defer blocking="render"></script>
${head}
${told ? factsOf(told) : ""}
</head>
<body>
<nav aria-label="Shortcuts">${skip}</nav>
<main id="main" tabindex="-1">
<h1>A workshop</h1>
<img src="${HOME}image.svg" alt="A dot" loading="lazy" width="8" height="8">
${sections}
${programme}
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
    "site.js": SCRIPT,
    "image.svg": IMAGE,
    "icon.svg": IMAGE,
    "calendar.ics": calendarOf(...entryOf(...ENTRY)),
  };
  for (const [file, text] of Object.entries({ ...good, ...mistakes })) {
    await mkdir(join(dir, dirname(file)), { recursive: true });
    await writeFile(join(dir, file), text);
  }
  return dir;
}

/** The verdict of one check on a site with planted mistakes. */
async function verdict(check, mistakes, options) {
  const site = await openSite(browser, await plant(mistakes));
  return judge(() => check(site, browser, options));
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

const tests = [];
const checked = (name, run) => tests.push([name, run]);

const program = fileURLToPath(new URL("check.mjs", import.meta.url));
const runProgram = (...options) =>
  new Promise((done) => {
    execFile(process.execPath, [program, ...options], { timeout: 170_000 }, (error, stdout) =>
      done({ code: error ? error.code : 0, stdout }),
    );
  });

checked("a good site passes every check", async () => {
  const { code, stdout } = await runProgram(await plant());
  assert.equal(code, 0, stdout);
  assert.equal(stdout.match(/^ok {3}/gm)?.length, 19, stdout);
});

checked("a mistake fails the program", async () => {
  const dir = await plant({ "index.html": html({ body: "<p onclick=''>x</b>" }) });
  const { code, stdout } = await runProgram("--bare", "--only", "S", dir);
  assert.equal(code, 1, stdout);
  assert.match(stdout, /^FAIL valid HTML/m);
  assert.match(stdout, /^1 of 2 browser checks passed$/m);
});

checked("a program that is asked for no check at all fails", async () => {
  const { code, stdout } = await runProgram("--only", "nonsense", await plant());
  assert.equal(code, 1, stdout);
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

const everyCheck = [
  ...[
    validator,
    accessibility,
    keyboard,
    layout,
    shift,
    motion,
    forcedColours,
    print,
    network,
    inline,
    scriptless,
  ],
  ...[zone, weight, budget, fragments],
];
for (const check of everyCheck) {
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
  for (const place of ["index.html:11:", "warning.html:4:", "site.css:2:", "image.svg:2:"]) {
    assert.ok(
      outcome.problems.some((problem) => problem.startsWith(place)),
      `${place} is not in:\n${outcome.problems.join("\n")}`,
    );
  }
  assert.match(outcome.notes.join("\n"), /^warning\.html:4:.*Trailing slash/);
});

checked("calendars: what a program cannot read, or would mistake", async () => {
  const outcome = await verdict(calendars, {
    "calendar.ics": calendarOf(...entryOf(...ENTRY), ...entryOf(...ENTRY)),
    "a.ics": calendarOf(...entryOf(...ENTRY.slice(1, 3), "DTEND:20231209T003000Z")),
    "b.ics": calendarOf(...entryOf(...ENTRY.slice(0, 1), "DTSTART:20231210T003000", ...ENTRY.slice(3))),
    "c.ics": calendarOf(`NAME:${"x".repeat(71)}`, ...entryOf(...ENTRY)).replace("\r\nEND:VC", "\nEND:VC"),
    "d.ics": calendarOf(),
    "e.ics": "BEGIN:VCALENDAR\r\nVERSION\r\n",
  });
  reported(
    outcome,
    /^calendar\.ics: A workshop: no identifier of its own/,
    /^a\.ics: an entry has no summary/,
    /^a\.ics: an entry: no identifier/,
    /^a\.ics: an entry: ends before/,
    /^b\.ics: A workshop: no DTSTAMP/,
    /^b\.ics: A workshop: not in UTC/,
    /^c\.ics: a line has more than 75/,
    /^c\.ics: a line does not end/,
    /^d\.ics: no entries/,
    /^e\.ics: /,
  );
});

checked("facts: what the vocabulary does not have, and what search engines miss", async () => {
  const told = structuredClone(FACTS);
  const [event] = told["@graph"];
  Object.assign(event, { startDate: "9 December", performers: "x", headline: "x", organizer: { "@type": "Place" } });
  Object.assign(event, { eventStatus: "https://schema.org/OnlineEventAttendanceMode", name: "</b>" });
  event.subEvent = [{ "@type": "Workshop", name: "x" }, { "@type": "Event", name: "A talk", location: { "@id": "#x" } }];
  reported(
    await verdict(facts, { "index.html": html({ told }) }),
    /a < that is not encoded/,
    /startDate of Event cannot be "9 December"/,
    /performers of Event cannot be "x"/,
    /Event has no headline/,
    /organizer of Event cannot be .*Place/,
    /eventStatus of Event cannot be/,
    /subEvent of Event cannot be .*Workshop/,
    /no type Workshop/,
    /Workshop has no name/,
    /the event A talk has no startDate$/,
    /location of Event cannot be .*#x/,
    /no type undefined/,
  );
  reported(await verdict(facts, { "index.html": html({ told: false }) }), /found nothing to check/);
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
    await verdict(
      fragments,
      {
        "index.html": html({
          sections: SECTIONS.slice(0, -1).join("\n"),
          body: '<p id="hidden" hidden></p><p><a href="#">a</a> <a href="#top">b</a> <a href="#nowhere">c</a> <a href="#hidden">d</a></p>',
        }),
        "404.html": html({
          body: `<a href="${HOME}#missing">e</a> <a href="${HOME}#cfp">f</a> <a href="https://other.example/#x">g</a>`,
        }),
      },
      { old: OLD_ANCHORS },
    ),
    /^index\.html: a link leads to \S+#nowhere/,
    /^index\.html: a link leads to \S+#hidden/,
    /^404\.html: a link leads to \S+#missing/,
    /^index\.html: the old address #note1 leads nowhere/,
  );
});

checked("keyboard: an order, a focus, a fold and a way past the menu that fail", async () => {
  const script = `
    document.querySelector("#trap").addEventListener("keydown", (event) => event.key === "Tab" && event.preventDefault());
    document.querySelector("summary").addEventListener("click", (event) => event.preventDefault());`;
  const good = "<details><summary>More</summary><p><a href='#main'>A link</a> in it</p></details>";
  const planted = (body) => ({ "index.html": html({ body }), "site.js": SCRIPT + script });
  const outcome = (body) => verdict(keyboard, planted(body));

  reported(
    await outcome(`${good}<button id="trap">Trap</button><p><a href="#main">Never</a> reached</p>`),
    /at 360 px: Tab stays at <button> “Trap”/,
    /at 360 px: Enter does not open “More”/,
    /at 360 px: Space does not open “More”/,
    /at 1280 px: Tab stays at <button> “Trap”/,
    /at 1280 px: Enter does not open “More”/,
    /at 1280 px: Space does not open “More”/,
  );
});

checked("keyboard: what cannot be seen or hit, what is out of order, and no way past the menu", async () => {
  const { problems } = await verdict(keyboard, {
    "index.html": html({
      skip: '<a href="https://workshop.example/2023/">Home</a>',
      body: '<p><a class="quiet" href="#main">Quiet</a> link</p><p><a class="small" href="#main">Go</a></p><p><a href="https://workshop.example/2023/" tabindex="3">First</a> of all</p><div class="veil"></div><p class="under"><a href="#main">Under</a> it</p>',
    }),
    "site.css": `${STYLE} nav a { display: inline-block; min-height: 44px; min-width: 44px } .quiet:focus { outline: none } .veil { background: #fff; height: 90px; inset: auto 0 0; position: fixed; } .under { bottom: 20px; position: fixed; }`,
  });
  for (const pattern of [
    /“Quiet”: the focus cannot be seen/,
    /“Go”: a target of \d+ × \d+ px, less than 44/,
    /“First” comes instead of/,
    /“Under”: covered by|covered by <div class="veil">/,
    /the first stop is no way past the menu|the way past the menu does not lead/,
  ]) {
    assert.ok(
      problems.some((problem) => pattern.test(problem)),
      `${pattern} is not in:\n${problems.join("\n")}`,
    );
  }
});

checked("shift: a picture without measures pushes the text down", async () => {
  const { problems } = await verdict(shift, {
    "index.html": html({ sections: `<img src="${HOME}wide.svg" alt="">${SECTIONS.join("")}` }),
    "wide.svg": IMAGE.replaceAll('"8"', '"300"'),
  });
  // On a busy machine the picture may be there before the first frame of one of the views.
  assert.match(problems.join("\n"), /^index\.html, \d+ px light: 0\.\d+: </m);
});

checked("motion: transitions, animations and scrolling that go on although nobody wants them", async () => {
  reported(
    await verdict(motion, {
      "site.css": `${STYLE} html { scroll-behavior: smooth; } #intro { transition: color 0.4s; } #dates::before { animation: 2s spin infinite; content: ""; } @keyframes spin { to { opacity: 0; } }`,
    }),
    /<h2 id="intro"> moves for 0\.4 s/,
    /<h2 id="dates">::before moves for 2 s/,
    /<html lang="en"> scrolls smoothly/,
    /an animation of 2000 ms is running/,
  );
});

checked("forced colours: a focus of shadow and a monogram of background vanish", async () => {
  reported(
    await verdict(forcedColours, {
      "index.html": html({
        body: '<p><span class="portrait">AB</span> <a class="glow" href="#main">A link</a></p>',
      }),
      "site.css": `${STYLE} .portrait { background: #048; color: #fff; } .glow:focus { box-shadow: 0 0 3px red; outline: none; }`,
    }),
    /nothing is around the monogram AB/,
    /the focus cannot be seen on <a class="glow"/,
  );
});

checked("print: another paper, a menu on it, and a title that is not", async () => {
  reported(
    await verdict(print, {
      "site.css": STYLE.replace("size: A4", "size: A3").replace(
        "nav, button { display: none; }",
        ".entry { display: none; }",
      ),
    }),
    /^of no use on paper: <a class="skip-link"/,
    /^of no use on paper: <nav/,
    /^of no use on paper: <button/,
    /^page 1 has 841\S* × 1191\S* points, which is not A4/,
    /^not on paper: the title “A long night”/,
  );
});

checked("inline: scripts and styles that are written into the page, and too much of them", async () => {
  reported(
    await verdict(inline, {
      "index.html": html({
        head: '<script type="application/ld+json">{}</script><script>let a;</script>',
        body: '<p style="color: red" onclick="a()">a</p><a href="javascript:a()">b</a>',
      }),
      "more.js": "a;".padEnd(6_000),
    }),
    /^index\.html: inline script: <script>/,
    /^index\.html: style attribute: <p/,
    /^index\.html: script in an attribute: <p/,
    /^index\.html: script in an address: <a/,
    /^scripts have 7\d+ bytes, more than 6000: more\.js 6000, site\.js \d+/,
  );
});

checked("budget: what cannot be compressed", async () => {
  const noise = (bytes) => randomBytes(bytes).toString("hex");
  const picture = IMAGE.replace("<circle", `<desc>${noise(250_000)}</desc><circle`);
  const outcome = await verdict(budget, {
    "index.html": html({ body: `<img src="${HOME}large.svg" alt="">` }),
    "large.svg": picture,
    "site.js": `${SCRIPT}// ${noise(40_000)}`,
  });
  reported(
    outcome,
    /^HTML, CSS and JS: \d+ bytes too many/,
    /^everything: \d+ bytes too many; the heaviest: large\.svg/,
  );
});

const ONE_ZONE = { zones: ["Asia/Kolkata"] }; // enough to see a mistake
checked("time zone: no switch at all, and a button that does nothing without script", async () => {
  const outcome = await verdict(
    zone,
    {
      "index.html": html({ programme: `${PROGRAMME}<button type="button">My zone</button>` }),
      "site.js": "",
    },
    ONE_ZONE,
  );
  assert.match(outcome.problems.join("\n"), /does nothing without JavaScript: <button/);
  assert.match(outcome.problems.join("\n"), /^Asia\/Kolkata: there is no switch/m);
  assert.match(outcome.problems.join("\n"), /^Asia\/Kolkata: Tab does not reach the switch/m);
});

for (const [name, changes, ...expected] of [
  [
    "an hour too late, forgotten, and deadlines on one clock only",
    {
      "new Date(time.dateTime)": "new Date(Date.parse(time.dateTime) + 36e5)",
      'localStorage.getItem("choice") === "true"': "false",
      "exact.append(more);": "",
    },
    /2023-12-09T19:30-05:00 is “Sun 10 Dec, 07:00” in Asia\/\w+, not 06:00$/m,
    /the choice is forgotten when the page is loaded again/,
    /“1 October 2023 AoE[^”]*” does not say 17:29 on day 2$/m,
  ],
  [
    "neither day nor zone nor words, and no way back",
    {
      'weekday: "short", day: "numeric", month: "short", ': "",
      "words.textContent, mine]": "words.textContent, 'mine']",
      '"My zone"': '"⏱"',
      "own ? reader : event": "own ? reader : element.textContent",
    },
    /“06:00 – 11:00” does not say that it is on 2023-12-10/,
    /the text beside the times does not name Asia/,
    /a button of the switch has no words/,
    /not everything comes back/,
  ],
  [
    "no pressed state",
    { 'setAttribute("aria-pressed", own)': 'id = "switch"' },
    /“My zone” has no pressed state/,
  ],
  [
    "storage that is blocked or full",
    { 'try { localStorage.setItem("choice", own); } catch {}': 'localStorage.setItem("choice", own);' },
    /withoutStorage: exception: blocked/,
    /withStrangeStorage: exception: full/,
  ],
]) {
  checked(`time zone: ${name}`, async () => {
    let script = SCRIPT;
    for (const [from, to] of Object.entries(changes)) {
      assert.ok(script.includes(from), `${from} is not there to be spoilt`);
      script = script.replaceAll(from, to);
    }
    const { problems } = await verdict(zone, { "site.js": script }, ONE_ZONE);
    for (const pattern of expected) assert.match(problems.join("\n"), pattern);
  });
}

checked("time zone: what is pale, too wide or moves only once the switch was used", async () => {
  const used = { first: toggle };
  reported(
    await verdict(
      accessibility,
      { "site.css": `${STYLE} [aria-pressed="true"] { background: #fff; color: #ddd; }` },
      used,
    ),
    /^index\.html, all views: color-contrast: [^]*element: button/,
  );
  const wide = {
    "site.css": `${STYLE} .hours { white-space: nowrap; } .hours time { padding-inline-end: 80px; }`,
  };
  reported(await verdict(layout, wide));
  reported(
    await verdict(layout, wide, used),
    /^index\.html at 320 px: \d+ px too wide/,
    /^index\.html at 360 px: /,
  );
  const slow = SCRIPT.replace("choose(own);\n", "setTimeout(() => choose(own), 100);").concat(
    "button.textContent = 'My zone';",
  );
  const high = {
    "site.css": STYLE,
    "site.js": slow.replace(
      "write(time, full)",
      "write(time, full) + ', ten words more, so that the entry has more than one line'",
    ),
  };
  reported(await verdict(shift, high));
  const { problems } = await verdict(shift, high, used);
  assert.match(problems.join("\n"), /^index\.html, 360 px light: 0\.\d+/m);
});

checked("time zone: a deadline without its instant", async () => {
  const programme = PROGRAMME.replace(/<p class="dates__exact">.*<\/p>/, "");
  const { problems } = await verdict(zone, { "index.html": html({ programme }) }, ONE_ZONE);
  assert.match(problems.join("\n"), /no exact instant beside “1 October 2023 AoE”/);
});

// An edition with a call until the end of January, and recordings from February on.
const FEBRUARY = "2030-02-01T00:00:00Z";
const LIFE = {
  stages: [{ stage: "call" }, { stage: "archive", from: FEBRUARY }],
  links: [
    { address: "submit.example/", until: FEBRUARY },
    { address: "video.example/", from: FEBRUARY },
  ],
  programme: [],
};
const RENEW = `
const now = Date.now() / 1000;
for (const mortal of document.querySelectorAll("[data-from], [data-until]")) {
  const { from = 0, until = Infinity } = mortal.dataset;
  mortal.hidden = now < from || now >= until;
}
if (now >= ${Date.parse(FEBRUARY) / 1000}) document.documentElement.dataset.stage = "archive";`;

/** Two builds of that edition, one in January and one in March. */
async function plantBuilds({ script = RENEW, late = false } = {}) {
  const parent = join(root, `builds ${(plots += 1)}`);
  for (const day of ["2030-01-01", "2030-03-01"]) {
    const archive = day > "2030-02" && !late;
    const moment = Date.parse(FEBRUARY) / 1000;
    const submit = `<p data-until="${moment}"><a href="https://submit.example/">Submit</a> it</p>`;
    const video = `<p data-from="${moment}"${archive ? "" : " hidden"}><a href="https://video.example/">Video</a> of it</p>`;
    const page = html({
      sections: `<section id="intro"><h2>A</h2>${archive ? "" : submit}</section><section id="recordings"><h2>B</h2>${video}</section>`,
      programme: "",
    }).replace("<html", `<html data-stage="${archive ? "archive" : "call"}"`);
    const dir = join(parent, day);
    await mkdir(dir, { recursive: true });
    for (const [file, text] of Object.entries({
      "index.html": page,
      "site.js": script,
      "site.css": STYLE,
      "image.svg": IMAGE,
      "icon.svg": IMAGE,
    }))
      await writeFile(join(dir, file), text);
  }
  return openBuilds(browser, parent);
}
const lifeOf = async (builds) => judge(async () => lifetimes(await builds, browser, LIFE));

checked("lifetimes: builds that tell the truth", async () => {
  reported(await lifeOf(plantBuilds()));
});

checked("lifetimes: an old page that never learns", async () => {
  const { problems } = await lifeOf(plantBuilds({ script: "" }));
  const after = "built 2030-01-01T12:00:00Z, opened 2030-02-01T00:00:01Z";
  for (const expected of [
    `${after}: a link to submit.example/, out of its time: “Submit”`,
    `${after}: the keyboard reaches submit.example/, out of its time`,
    `${after}: no link to video.example/`,
    `${after}: the stage is call, not archive`,
    "built 2030-01-01T12:00:00Z, opened 2030-03-01T12:00:00Z: “Submit it”, but built and opened then: “B”",
  ]) {
    assert.ok(problems.includes(expected), `${expected} is not in:\n${problems.join("\n")}`);
  }
});

checked("lifetimes: a link that is only covered up, and a build that is wrong without script", async () => {
  const decision = "mortal.hidden = now < from || now >= until;";
  assert.ok(RENEW.includes(decision));
  const covered = RENEW.replace(
    decision,
    "mortal.hidden = false; mortal.style.opacity = now < from || now >= until ? 0 : 1;",
  );
  const transparent = await lifeOf(plantBuilds({ script: covered }));
  assert.match(transparent.problems.join("\n"), /the keyboard reaches submit\.example\/, out of its time/);
  assert.doesNotMatch(transparent.problems.join("\n"), /a link to submit/);
  const late = await lifeOf(plantBuilds({ late: true }));
  assert.match(
    late.problems.join("\n"),
    /built 2030-03-01T12:00:00Z, opened 2030-03-01T12:00:00Z without JavaScript: no link to video/,
  );
});

// One test, because Lighthouse cannot run twice at a time in one process.
checked(
  "Lighthouse: a page without language, description and words for its picture, and no page",
  async () => {
    const page = html({ body: `<img src="${HOME}image.svg">` });
    const dir = await plant({ "index.html": page.replace(' lang="en"', "").replaceAll(HOME, "/") });
    const server = await serve(dir);
    try {
      const { problems } = await judge(() => scores(`${server.address}/`));
      for (const pattern of [
        /accessibility: html-has-lang/,
        /accessibility: image-alt/,
        /seo: meta-description/,
        /^seo: \d+ of 100/m,
      ])
        assert.match(problems.join("\n"), pattern);

      const nowhere = await judge(() => scores(`${server.address}/nowhere/`));
      assert.match(nowhere.problems.join("\n"), /could not be carried out: .*404/);
    } finally {
      server.close();
    }
  },
);

// Two at a time, because most of them wait for a browser most of the time.
describe("the checks", { concurrency: 2 }, () => {
  for (const [name, run] of tests) test(name, { timeout: 180_000 }, run);
});
