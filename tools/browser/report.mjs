// How a check is judged and how the verdict is printed.
//
// A check returns { checked, summary, problems, notes }: how many things it looked at, the same in words, what is
// wrong with them, and (optional) what a person may want to read although nothing is wrong.

const DEADLINE = 300_000;

/** Runs a check. Nothing to check, no answer in time and an exception are problems like any other. */
export async function judge(check, deadline = DEADLINE) {
  const started = performance.now();
  const outcome = { checked: 0, summary: "", problems: [], notes: [] };
  let timer;
  try {
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${deadline / 1000} s`)), deadline);
    });
    Object.assign(outcome, await Promise.race([check(), late]));
    if (!(outcome.checked > 0)) outcome.problems.push("found nothing to check");
  } catch (error) {
    outcome.problems.push(`could not be carried out: ${error.message}`);
  } finally {
    clearTimeout(timer);
  }
  outcome.seconds = (performance.now() - started) / 1000;
  return outcome;
}

export function print(name, { summary, problems, notes, seconds }) {
  const verdict = problems.length === 0 ? "ok  " : "FAIL";
  const details = [summary, `${seconds.toFixed(1)} s`].filter(Boolean).join(", ");
  console.log(`${verdict} ${name} (${details})`);
  for (const problem of problems) console.log(indent(problem));
  for (const note of notes) console.log(indent(`note: ${note}`));
}

const indent = (text) => text.replace(/^/gm, "     ");
