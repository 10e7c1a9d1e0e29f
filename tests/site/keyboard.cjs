// Walks through a page and an index with the keyboard alone, and prints what it met as JSON.
//   node keyboard.cjs NODE_MODULES CHROMIUM PAGE INDEX WORD
const { join } = require('node:path');
const [modules, executablePath, address, index, word] = process.argv.slice(2);
const { chromium } = require(join(modules, 'playwright-core'));

const MANY = 500; // stops after which a walk is given up

// What has the focus: its name, and whether a person sees that it has it.
const stop = () => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const inside = box.bottom > 0 && box.top < innerHeight && box.width > 1 && box.height > 1;
  return {
    tag: element.localName,
    name: element.getAttribute('aria-label') || element.textContent.trim().replace(/\s+/g, ' ').slice(0, 60),
    target: element.getAttribute('href') || element.getAttribute('popovertarget') || '',
    seen: outlined && inside,
  };
};

async function walk(page) {
  const stops = [];
  while (stops.length < MANY) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(stop);
    if (!here) break;
    stops.push(here);
  }
  return stops;
}

const focus = (page, selector) => page.evaluate((value) => document.querySelector(value).focus(), selector);
const press = async (page, key) => { await page.keyboard.press(key); await page.waitForTimeout(50); };
const named = () => { const here = document.activeElement; return here.id || here.getAttribute('popovertarget') || here.localName; };
const active = (page) => page.evaluate(named);
const open = (page) => page.evaluate(() => [...document.querySelectorAll(':popover-open')].map((each) => each.id));
const rows = (page) => page.evaluate(() => [...document.querySelectorAll('tbody tr')].filter((row) => row.checkVisibility()).length);

(async () => {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage();
    const seen = { errors: [] };
    page.on('pageerror', (error) => seen.errors.push(String(error)));

    await page.goto(address);
    seen.stops = await walk(page);

    await page.goto(address);
    await press(page, 'Tab');
    await press(page, 'Enter');
    seen.skipped = await active(page);
    await press(page, 'Tab');
    seen.first = await page.evaluate(() => document.getElementById('text').contains(document.activeElement));

    await focus(page, 'nav.contents summary');
    const folded = () => page.evaluate(() => document.querySelector('nav.contents details').open);
    seen.contents = [await folded()];
    await press(page, 'Enter');
    seen.contents.push(await folded());
    await press(page, 'Enter');
    seen.contents.push(await folded());

    await focus(page, 'button[popovertarget]');
    const button = await active(page);
    await press(page, 'Enter');
    seen.opened = await open(page);
    await press(page, 'Tab');
    seen.within = await page.evaluate(() => Boolean(document.activeElement.closest(':popover-open')));
    await press(page, 'Escape');
    seen.closed = await open(page);
    seen.returned = (await active(page)) === button;

    await focus(page, '[role="doc-noteref"]');
    const mark = await page.evaluate(() => document.activeElement.id);
    await press(page, 'Enter');
    seen.note = await page.evaluate(() => location.hash);
    await press(page, 'Tab');
    seen.back = await page.evaluate(() => document.activeElement.getAttribute('role'));
    await press(page, 'Enter');
    seen.again = (await page.evaluate(() => location.hash)) === `#${mark}`;

    await page.goto(index);
    seen.index = await walk(page);
    await focus(page, 'input[type="search"]');
    await page.keyboard.type(word);
    await page.waitForFunction(() => document.getElementById('found').textContent.trim());
    await page.waitForTimeout(300);
    seen.found = await page.evaluate(() => document.getElementById('found').textContent.trim());
    seen.rows = [await rows(page)];
    await press(page, 'Escape');
    seen.rows.push(await rows(page));
    await focus(page, 'th button');
    await press(page, 'Enter');
    seen.sorted = await page.evaluate(() => document.querySelector('th[aria-sort]')?.getAttribute('aria-sort'));
    console.log(JSON.stringify(seen));
  } finally {
    await browser.close();
  }
})().catch((error) => { console.error(String(error)); process.exitCode = 2; });
