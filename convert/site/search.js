// Search and sorting on the index page. Without this script the page lists everything, by title.
'use strict';
const starts = JSON.parse(document.getElementById('starts').textContent);
const body = document.querySelector('tbody');
const rows = [...body.rows];
const status = document.getElementById('found');
const shards = new Map(); // number of a file: a promise of its words
const arrived = new Map(); // number of a file: what to call with them
const UNSPACED = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/u;

function found(number, words) { arrived.get(number)(words); } // called by the files of the index

function load(number) {
  if (!shards.has(number)) {
    shards.set(number, new Promise((done) => {
      arrived.set(number, done);
      const script = document.createElement('script');
      script.src = `search/${number}.js`;
      script.onerror = () => done({});
      document.head.append(script);
    }));
  }
  return shards.get(number);
}

function words(text) {
  const folded = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const parts = folded.match(/[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|[\p{L}\p{N}]+/gu) || [];
  return parts.flatMap((part) => (!UNSPACED.test(part[0]) || part.length < 3 ? [part]
    : [...part].slice(1).map((letter, at) => [...part][at] + letter)));
}

async function holders(word) {
  const end = word + '\uffff';
  const near = starts.map((_, number) => number)
    .filter((number) => starts[number] <= end && !(starts[number + 1] <= word));
  const places = new Set();
  for (const here of await Promise.all(near.map(load))) {
    for (const each of Object.keys(here)) if (each.startsWith(word)) here[each].forEach((place) => places.add(place));
  }
  return places;
}

let asked = 0;
async function search(text) {
  const turn = ++asked;
  const wanted = words(text);
  const sets = await Promise.all(wanted.map(holders));
  if (turn !== asked) return;
  let count = 0;
  for (const row of rows) {
    row.hidden = !sets.every((places) => places.has(Number(row.dataset.place)));
    if (!row.hidden) count += 1;
    const link = row.querySelector('th a');
    const plain = link.href.split('#')[0];
    link.href = wanted.length ? `${plain}#:~:text=${encodeURIComponent(text.trim())}` : plain;
  }
  status.textContent = wanted.length ? `${count} of ${rows.length} documents` : '';
}

function sort(button, column) {
  const head = button.closest('th');
  const down = head.getAttribute('aria-sort') === 'ascending';
  for (const other of head.parentNode.cells) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
  const key = (row) => row.cells[column].dataset.key || row.cells[column].textContent;
  const compare = new Intl.Collator(undefined, { numeric: true }).compare;
  rows.sort((a, b) => (down ? -1 : 1) * compare(key(a), key(b)));
  body.append(...rows);
}

document.querySelectorAll('thead th[data-sort]').forEach((head) => {
  const button = document.createElement('button');
  button.type = 'button';
  button.append(...head.childNodes);
  button.addEventListener('click', () => sort(button, head.cellIndex));
  head.append(button);
});

const form = document.querySelector('form');
const box = form.querySelector('input');
form.hidden = false;
form.addEventListener('submit', (event) => event.preventDefault());
box.addEventListener('input', () => search(box.value));
if (box.value) search(box.value);
