// Uses the server as a person does, and prints what it saw as JSON.
//   node browser.cjs NODE_MODULES CHROMIUM ADDRESS FILE SCREENSHOT
const { join } = require('node:path');
const [modules, executablePath, address, file, screenshot] = process.argv.slice(2);
const { chromium } = require(join(modules, 'playwright-core'));
const { source } = require(join(modules, 'axe-core'));

(async () => {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const seen = { errors: [], violations: [] };
    for (const javaScriptEnabled of [true, false]) {
      const context = await browser.newContext({ javaScriptEnabled, bypassCSP: javaScriptEnabled });
      const page = await context.newPage();
      page.on('pageerror', (error) => seen.errors.push(String(error)));
      await page.goto(address);
      await page.getByLabel('Document', { exact: true }).setInputFiles(file);
      await page.getByRole('button', { name: 'Republish' }).click();
      await page.waitForURL('**/documents/*');
      for (let tries = 0; tries < 60 && !(await page.getByText('Done.').count()); tries++) {
        await page.waitForTimeout(500);
        if (!javaScriptEnabled) await page.reload();  // with script the page follows by itself
      }
      seen[javaScriptEnabled ? 'script' : 'plain'] = await page.locator('main li a').allTextContents();
      if (javaScriptEnabled) {
        await page.addScriptTag({ content: source });
        const report = await page.evaluate(() => axe.run());
        seen.violations.push(...report.violations.map((each) => each.id));
        await page.screenshot({ path: screenshot });
        await page.locator('main li a', { hasText: 'Web page' }).click();
        await page.waitForLoadState();
        seen.title = await page.title();
      }
      await context.close();
    }
    console.log(JSON.stringify(seen));
  } finally {
    await browser.close();
  }
})().catch((error) => { console.error(String(error)); process.exitCode = 2; });
