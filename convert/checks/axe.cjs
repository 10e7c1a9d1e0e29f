// Runs axe-core on pages in one headless Chromium and prints for each a line of JSON: its violations, or an error.
//   node axe.cjs NODE_MODULES CHROMIUM URL...
const { join } = require('node:path');
const [modules, executablePath, ...addresses] = process.argv.slice(2);
const { chromium } = require(join(modules, 'playwright-core'));
const { source } = require(join(modules, 'axe-core'));

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

async function violations(browser, address) {
  // bypassCSP: the pages' own Content-Security-Policy forbids every script, and so axe.
  const context = await browser.newContext({ bypassCSP: true, offline: true });
  try {
    return await violationsOn(await context.newPage(), address);
  } finally {
    await context.close();
  }
}

async function violationsOn(page, address) {
  await page.goto(address);
  await page.addScriptTag({ content: source });
  const report = await page.evaluate((values) => axe.run({ runOnly: { type: 'tag', values } }), tags);
  if (report.passes.length === 0) throw new Error('axe tested nothing');
  return report.violations;
}

(async () => {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    for (const address of addresses) {
      const found = await violations(browser, address).catch((error) => ({ error: String(error) }));
      console.log(JSON.stringify(found));
    }
  } finally {
    await browser.close();
  }
})().catch((error) => { console.error(String(error)); process.exitCode = 2; });
