// Runs Ace by DAISY on many books in one process with one browser; each report goes to its own folder.
//   node ace.cjs NODE_MODULES BOOK FOLDER BOOK FOLDER...
const { join } = require('node:path');
const [modules, ...pairs] = process.argv.slice(2);
const ace = require(join(modules, '@daisy/ace-core'));
const runner = require(join(modules, '@daisy/ace-axe-runner-puppeteer'));

// Ace opens and closes the browser for each book; it gets one that stays open.
const shared = { ...runner, launch: async () => {}, close: async () => {} };

(async () => {
  await runner.launch();
  try {
    for (let i = 0; i + 1 < pairs.length; i += 2) {
      const options = { cwd: process.cwd(), outdir: pairs[i + 1], verbose: false, silent: true, initLogger: true };
      await ace(pairs[i], options, shared).catch((error) => console.error(String(error)));
    }
  } finally {
    await runner.close();
  }
  process.exit(0);
})().catch((error) => { console.error(String(error)); process.exit(2); });
