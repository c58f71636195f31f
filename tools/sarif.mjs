// Whether a report of `dlde check --format sarif` is valid against the whole schema of SARIF 2.1.0:
//
//   node tools/sarif.mjs FILE

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const Ajv = require("ajv");

const ajv = new Ajv({ schemaId: "auto", allErrors: true, unknownFormats: ["uri-reference", "uri-template"] });
ajv.addMetaSchema(require("ajv/lib/refs/json-schema-draft-04.json"));
const valid = ajv.compile(require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"));

const log = JSON.parse(readFileSync(process.argv[2], "utf8"));
if (!valid(log)) {
  for (const error of valid.errors) console.error(`${error.dataPath || "the log"} ${error.message}`);
  process.exit(1);
}
const results = log.runs.flatMap((run) => run.results);
if (results.length === 0) {
  console.error("there is nothing in the report, so this says nothing about it");
  process.exit(1);
}

// A schema that takes everything would say nothing either.
for (const spoil of [
  (copy) => delete copy.runs[0].tool.driver.name,
  (copy) => (copy.runs[0].results[0].level = "fatal"),
  (copy) => (copy.runs[0].results[0].locations[0].physicalLocation.region = { startLine: 0 }),
  (copy) => (copy.runs[0].results[0].rule_id = "x"),
]) {
  const copy = structuredClone(log);
  spoil(copy);
  if (valid(copy)) {
    console.error(`the schema takes a log after: ${spoil}`);
    process.exit(1);
  }
}
console.log(`${results.length} results are as the schema says`);
