// What the built page does for import(): a part that did not come is asked for at another address, because
// some browsers remember for good that one failed. Nothing imports it: web/tools/parts.ts puts it round
// every import(), its own too, where an address that has a query is not asked for again.

let asked = 0;

export async function part<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const address = /\b(?:https?|file):\S+\.js(?!\S)/.exec(String(error))?.[0];
    if (address === undefined) throw error;
    asked += 1;
    return import(/* @vite-ignore */ `${address}?${asked}`);
  }
}
