// The reader's own time zone: a switch that only a script can offer, and everything it promises.
import { viewport, visit } from "./browser.mjs";
import { inTurns } from "./turns.mjs";

const ZONES = ["Europe/Berlin", "Asia/Kolkata", "Pacific/Kiritimati", "America/Los_Angeles"];
const SWITCH = ".zone-switch";
const MINUTE = 60_000;

export async function zone(site, browser, { zones = ZONES } = {}) {
  const problems = [];
  if (!site.front) return { checked: 0, summary: "", problems };
  const report = (zone) => (problem) => problems.push(`${zone}: ${problem}`);
  const look = (options, run) =>
    visit(browser, site, site.front, { viewport: viewport(1280), ...options }, run);

  const controls = await look({ javaScriptEnabled: false }, (tab) =>
    tab.evaluate(() =>
      [...document.querySelectorAll("button, input, select, [aria-pressed]")].map((e) => e.outerHTML),
    ),
  );
  for (const control of controls) problems.push(`does nothing without JavaScript: ${control}`);

  const counts = await inTurns(zones, (timezoneId) =>
    look({ timezoneId }, (tab, { complaints }) => operate(tab, complaints, timezoneId, report(timezoneId))),
  );
  const [reader] = zones;
  await look({ timezoneId: reader }, (tab) => reach(tab, report(reader)));
  for (const prepare of [withoutStorage, withStrangeStorage]) {
    await look({ timezoneId: reader, prepare }, async (tab, { complaints }) => {
      const name = `${reader}, ${prepare.name}`;
      await operate(tab, complaints, reader, report(name), { remembers: false });
    });
  }

  const checked = counts.reduce((sum, count) => sum + count, 0);
  return {
    checked,
    summary: `${zones.length} zones, ${checked} clock times`,
    problems: [...new Set(problems)],
  };
}

/** Turns to the reader's zone and back, and returns how many clock times were looked at. */
async function operate(tab, complaints, timezoneId, report, { remembers = true } = {}) {
  const words = (complaint) => /exception|console/.test(complaint);
  const complain = () => [...complaints.values()].filter(words).forEach(report);

  const before = await tab.evaluate(survey, SWITCH);
  if (before.buttons.length === 0) report("there is no switch");
  examine(before, report);
  if (!before.buttons.some(({ state }) => state !== null)) {
    complain();
    return 0;
  }
  judgeTimes(before, undefined, report);
  judgeDeadlines(before, timezoneId, report);

  await toggle(tab, "Enter");
  const after = await tab.evaluate(survey, SWITCH);
  examine(after, report);
  if (JSON.stringify(after.buttons) === JSON.stringify(before.buttons))
    report("the switch does not say that it was used");
  judgeTimes(after, after.zone, report);
  judgeDeadlines(after, timezoneId, report);
  judgePlaces(before, after, report);
  if (!after.text.includes(after.zone)) report(`the text beside the times does not name ${after.zone}`);

  if (remembers) {
    await tab.reload({ waitUntil: "load" });
    const again = await tab.evaluate(survey, SWITCH);
    if (again.text !== after.text) report("the choice is forgotten when the page is loaded again");
  }

  await toggle(tab, "Space");
  const back = await tab.evaluate(survey, SWITCH);
  if (back.text !== before.text) report("not everything comes back with the zone of the event");
  complain();
  return before.times.length;
}

/** Presses what is not pressed yet, or lets go of the only one; with the keyboard, which then stays where it was. */
export async function toggle(tab, key = "Enter") {
  const buttons = tab.locator(`${SWITCH} [aria-pressed]`);
  const states = await buttons.evaluateAll((all) => all.map((button) => button.getAttribute("aria-pressed")));
  const button = buttons.nth(Math.max(0, states.indexOf("false")));
  await button.focus();
  await tab.keyboard.press(key);
}

/** Comes to the switch from the beginning of the page with nothing but Tab, and finds it again after using it. */
async function reach(tab, report) {
  for (let presses = 0; presses < 400; presses += 1) {
    await tab.keyboard.press("Tab");
    const there = await tab.evaluate((chosen) => document.activeElement?.closest(chosen) !== null, SWITCH);
    if (!there) continue;
    const pressed = () => tab.evaluate(() => document.activeElement?.getAttribute("aria-pressed"));
    if ((await pressed()) === null) report("what has the focus in the switch has no pressed state");
    return;
  }
  report("Tab does not reach the switch");
}

function withoutStorage(tab) {
  return tab.addInitScript(() => {
    const blocked = {
      get: () => {
        throw new DOMException("blocked", "SecurityError");
      },
    };
    for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, blocked);
  });
}

/** Whatever an older version, or another page at the same host, has left there. */
function withStrangeStorage(tab) {
  return tab.addInitScript(() => {
    const get = () => "strange";
    Storage.prototype.getItem = get;
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
}

/** Buttons with a name, one of them pressed if there are several. */
function examine({ buttons }, report) {
  for (const { name, state, shown } of buttons) {
    if (!/\p{L}/u.test(name)) report("a button of the switch has no words");
    if (!["true", "false"].includes(state)) report(`the button “${name}” has no pressed state`);
    if (!shown) report(`the button “${name}” is not shown`);
  }
  const pressed = buttons.filter(({ state }) => state === "true").length;
  if (buttons.length > 1 && pressed !== 1) report(`${pressed} buttons of the switch are pressed at once`);
}

/** Every clock time is the one of its instant: at the event (zone undefined), or in a zone. */
function judgeTimes({ times }, zone, report) {
  if (times.length === 0) report("there is no clock time to convert");
  for (const { instant, text } of times) {
    const expected = zone ? clockIn(Date.parse(instant), zone) : instant.slice(11, 16);
    const clocks = text.match(/\d{1,2}:\d{2}/g) ?? [];
    if (clocks.join() !== expected)
      report(`${instant} is “${text}”${zone ? ` in ${zone}` : ""}, not ${expected}`);
  }
}

/** A deadline Anywhere on Earth is there as an instant on both clocks, whichever the reader has chosen. */
function judgeDeadlines({ deadlines }, timezoneId, report) {
  for (const { day, text, exact } of deadlines) {
    const instant = Date.parse(`${day}T23:59:00-12:00`);
    // The deadline itself is written as AoE; the instant is that of a clock somewhere else.
    const at = exact.find(
      (candidate) => !candidate.endsWith("-12:00") && Math.abs(Date.parse(candidate) - instant) <= MINUTE,
    );
    if (!at) {
      report(`no exact instant beside “${text}”`);
      continue;
    }
    const event = [at.slice(11, 16), String(Number(at.slice(8, 10)))];
    const reader = [clockIn(instant, timezoneId), String(Number(dayIn(instant, timezoneId).slice(8)))];
    for (const [clock, number] of [event, reader]) {
      const said = text.includes(clock) && new RegExp(`(?<![\\d:])${number}(?![\\d:])`).test(text);
      if (!said) report(`“${text}” does not say ${clock} on day ${number}`);
    }
  }
}

/**
 * An entry, or whatever else has times, stays one piece. Where the day is not the one under which it stands, or changes
 * on the way, it says so; where it no longer changes, it says nothing.
 */
function judgePlaces(before, after, report) {
  if (before.places.length !== after.places.length) report("converting splits or joins entries");
  for (const [i, { instants, text }] of after.places.entries()) {
    const was = before.places[i];
    if (was?.instants.join() !== instants.join()) report(`not the same times after converting: ${text}`);
    let day = instants[0].slice(0, 10); // the entry stands under the day of the event
    let changes = 0;
    for (const instant of instants) {
      const here = dayIn(Date.parse(instant), after.zone);
      if (here === day) continue;
      changes += 1;
      const next = instants.length > 1 && changes === 1 && instant !== instants[0];
      const names = dayNames(here);
      if (!names.every((name) => name.test(text)) && !(next && /next day/i.test(text))) {
        report(`“${text}” does not say that it is on ${here} in ${after.zone}`);
      }
      day = here;
    }
    const days = instants.map((instant) => dayIn(Date.parse(instant), after.zone));
    if (new Set(days).size === 1 && /next day/i.test(text))
      report(`“${text}” is on one day in ${after.zone}`);
  }
}

/** The weekday, and the number of the day, as English pages write them. */
function dayNames(day) {
  const weekday = new Intl.DateTimeFormat("en", { weekday: "short", timeZone: "UTC" }).format(new Date(day));
  return [new RegExp(weekday), new RegExp(`(?<![\\d:])${Number(day.slice(8))}(?![\\d:])`)];
}

function clockIn(instant, timeZone) {
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone };
  return new Intl.DateTimeFormat("en-GB", clock).format(instant);
}

function dayIn(instant, timeZone) {
  return new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone }).format(instant);
}

/**
 * Runs in the page. Deadlines are the rows with the letters AoE, but for that of the event, which is a day and has its
 * hours elsewhere; they do not take part in converting.
 */
function survey(chosen) {
  const words = (element) => element.innerText.replace(/\s+/g, " ").trim();
  const clocks = [...document.querySelectorAll("time")].filter(
    (time) => /T\d/.test(time.dateTime) && time.checkVisibility() && /\d:\d/.test(time.textContent),
  );
  const isDeadline = (time) => time.closest("table") !== null;
  const times = clocks.filter((time) => !isDeadline(time));
  const places = [...new Set(times.map((time) => time.parentElement))];
  const rows = [...document.querySelectorAll("table tr")].filter(
    (row) =>
      /\bAoE\b/.test(row.innerText) && row.querySelector("td time") && !/--event\b/.test(row.className),
  );
  const text = document.createElement("body");
  text.append(document.querySelector("main").cloneNode(true));
  text.querySelector(chosen)?.remove();
  return {
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    buttons: [...document.querySelectorAll(`${chosen} button, ${chosen} [aria-pressed]`)].map((button) => ({
      name: button.ariaLabel ?? words(button),
      state: button.getAttribute("aria-pressed"),
      shown: button.checkVisibility(),
    })),
    times: times.map((time) => ({ instant: time.dateTime, text: words(time) })),
    places: places.map((place) => ({
      instants: times.filter((time) => place.contains(time)).map(({ dateTime }) => dateTime),
      text: words(place),
    })),
    deadlines: rows.map((row) => ({
      day: row.querySelector("td > time").dateTime.slice(0, 10),
      text: words(row.querySelector("td")),
      exact: [...row.querySelectorAll("time")].map(({ dateTime }) => dateTime),
    })),
    text: text.textContent,
  };
}
