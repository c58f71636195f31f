// What machines are told: calendars read by the library of Thunderbird, and facts held against the vocabulary of
// schema.org and what search engines ask of an event.
// https://developers.google.com/search/docs/appearance/structured-data/event
import ICAL from "ical.js";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const VOCABULARY = join(dirname(createRequire(import.meta.url).resolve("@vocabulary/schema")), "schema.nq");
const SCHEMA = "http://schema.org/";

export async function calendars(site) {
  const files = site.files.filter((file) => file.endsWith(".ics"));
  const problems = [];
  let events = 0;
  for (const file of files) {
    const text = await readFile(join(site.dir, file), "utf8");
    const say = (mistake) => problems.push(`${file}: ${mistake}`);
    if (/[^\r]\n|\r[^\n]/.test(text) || !text.endsWith("\r\n")) say("a line does not end in CR LF");
    for (const line of text.split("\r\n")) {
      if (Buffer.byteLength(line) > 75) say(`a line has more than 75 octets: ${line}`);
    }
    try {
      events += read(new ICAL.Component(ICAL.parse(text)), say);
    } catch (error) {
      say(error.message);
    }
  }
  return { checked: files.length, summary: `${files.length} calendars, ${events} entries`, problems };
}

/** Reads what a calendar program shows of each entry; how many there are. */
function read(calendar, say) {
  const seen = new Set();
  const entries = calendar.getAllSubcomponents("vevent");
  for (const entry of entries) {
    const event = new ICAL.Event(entry);
    const name = event.summary || "an entry";
    if (!event.summary) say("an entry has no summary");
    if (!event.uid || seen.has(event.uid)) say(`${name}: no identifier of its own`);
    seen.add(event.uid);
    if (!entry.hasProperty("dtstamp")) say(`${name}: no DTSTAMP`);
    if (event.startDate.zone !== ICAL.Timezone.utcTimezone && !event.startDate.isDate) say(`${name}: not in UTC`);
    if (event.endDate.compare(event.startDate) < 0) say(`${name}: ends before it begins`);
  }
  if (entries.length === 0) say("no entries");
  return entries.length;
}

export async function facts(site) {
  const vocabulary = await readVocabulary();
  const problems = [];
  let checked = 0;
  for (const file of site.files.filter((file) => file.endsWith(".html"))) {
    const html = await readFile(join(site.dir, file), "utf8");
    for (const [, text] of html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)) {
      checked += check(text, vocabulary, (mistake) => problems.push(`${file}: ${mistake}`));
    }
  }
  return { checked, summary: `${checked} things`, problems };
}

function check(text, vocabulary, say) {
  if (text.includes("<")) say("the facts have a < that is not encoded");
  const data = JSON.parse(text);
  if (data["@context"] !== "https://schema.org") say(`the context is ${data["@context"]}`);
  const nodes = [...walk(data["@graph"])];
  const byId = new Map(nodes.filter((node) => node["@id"] && node["@type"]).map((node) => [node["@id"], node]));
  for (const node of nodes) {
    const thing = byId.get(node["@id"]) ?? node;
    const kind = thing["@type"];
    if (!vocabulary.types.has(kind)) say(`there is no type ${kind} (${JSON.stringify(node)})`);
    if (kind === "Event") {
      const missing = ["name", "startDate", "location"].filter((key) => !thing[key]);
      if (missing.length > 0) say(`the event ${thing.name} has no ${missing.join(" and no ")}`);
    }
    for (const [key, values] of Object.entries(node)) {
      if (key.startsWith("@")) continue;
      if (!vocabulary.applies(key, kind)) say(`${kind} has no ${key}`);
      for (const value of [values].flat()) {
        const target = byId.get(value["@id"]) ?? value;
        if (!vocabulary.takes(key, target)) say(`${key} of ${kind} cannot be ${JSON.stringify(value)}`);
      }
    }
  }
  return nodes.length;
}

function* walk(value) {
  if (Array.isArray(value)) for (const item of value) yield* walk(item);
  else if (value && typeof value === "object") {
    yield value;
    for (const item of Object.values(value)) yield* walk(item);
  }
}

/** The form of each kind of text. */
const FORMS = {
  Date: /^\d{4}-\d\d-\d\d$/,
  DateTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?[+-]\d\d:\d\d$/,
  URL: /^https?:\/\/[^\s]+$/,
  Text: /./s,
};

/** Types with those above them, and properties with what they belong to and what they take. */
async function readVocabulary() {
  const triples = [];
  for (const line of (await readFile(VOCABULARY, "utf8")).split("\n")) {
    const [, subject, predicate, object] = /^<([^>]*)> <([^>]*)> <([^>]*)> /.exec(line) ?? [];
    if (subject?.startsWith(SCHEMA)) triples.push([subject, predicate, object].map((iri) => iri.replace(SCHEMA, "")));
  }
  const all = (end) => {
    const found = new Map();
    for (const [subject, predicate, object] of triples.filter(([, predicate]) => predicate.endsWith(end))) {
      found.set(subject, [...(found.get(subject) ?? []), object]);
    }
    return found;
  };
  const [parents, domains, ranges, kinds] = ["#subClassOf", "domainIncludes", "rangeIncludes", "#type"].map(all);
  const types = new Set([...kinds].filter(([, is]) => is.some((kind) => kind.endsWith("#Class"))).map(([name]) => name));
  const above = (type) => [type, ...(parents.get(type) ?? []).flatMap(above)];
  const among = (list, type) => above(type).some((name) => list?.includes(name));
  return {
    types,
    applies: (property, type) => among(domains.get(property), type),
    takes(property, value) {
      const range = ranges.get(property);
      if (typeof value !== "string") return among(range, value["@type"]);
      const member = kinds.get(value.replace("https://schema.org/", ""));
      if (member) return member.some((kind) => among(range, kind));
      return (range ?? []).some((type) => FORMS[type]?.test(value));
    },
  };
}
