// Two at a time: enough to keep a small machine busy, and few enough to leave each its time.

/** The results of `run(item)` for all items, in their order. */
export async function inTurns(items, run, width = 2) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const turn = next;
      next += 1;
      results[turn] = await run(items[turn]);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
