
// Tables can be sorted by each column, and copied as CSV with the exact values; of long ones, more
// rows are shown when a reader asks for them: a browser takes seconds to lay out thousands.
(() => {
  const texts = new Intl.Collator('en', {numeric: true});
  const shown = table => [...table.tBodies[0].rows].filter(row => !row.hidden);

  // The exact value, or the number that a text begins with: the lower end of an interval.
  function number(cell) {
    if (cell.dataset.value !== undefined) return Number(cell.dataset.value);
    const plain = cell.textContent.replace(/,/g, '').replace(/\u2212/g, '-');
    return /^-?\d/.test(plain) ? parseFloat(plain) : NaN;
  }

  function sort(table, column, ascending) {
    const rows = [...table.tBodies[0].rows];
    const numbers = new Map(rows.map(row => [row, number(row.cells[column])]));
    const isBlank = row => /^[\u2013\s]*$/.test(row.cells[column].textContent);
    const numeric = column > 0 && rows.every(row => isBlank(row) || !Number.isNaN(numbers.get(row)));
    const sign = ascending ? 1 : -1;
    rows.sort((a, b) => isBlank(a) - isBlank(b) || sign * (numeric
      ? numbers.get(a) - numbers.get(b)
      : texts.compare(a.cells[column].textContent, b.cells[column].textContent)) || 0);
    table.tBodies[0].append(...rows);
    document.dispatchEvent(new Event('rows'));
  }

  const PAGE = 200;
  function paged(table) {
    if (table.tBodies[0].rows.length <= PAGE) return;
    const more = document.createElement('button');
    more.type = 'button';
    let most = PAGE;
    const show = () => {
      let left = most;
      for (const row of table.tBodies[0].rows) row.classList.toggle('later', !row.hidden && left-- <= 0);
      more.hidden = left >= 0;
      more.textContent = -left + ' more rows: show ' + Math.min(-left, 5 * PAGE);
    };
    more.addEventListener('click', () => {
      most += 5 * PAGE;
      show();
    });
    document.addEventListener('rows', show);
    table.closest('.scroll').after(more);
    show();
  }

  function sortable(table) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => {
        const ascending = head.getAttribute('aria-sort') !== 'ascending';
        heads.forEach(other => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
        sort(table, column, ascending);
      });
    });
  }

  // RFC 4180.
  const field = text => /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  const csv = table => [table.tHead.rows[0], ...shown(table)]
    .map(row => [...row.cells].map(cell => field(cell.dataset.value ?? cell.textContent)).join(',') + '\r\n').join('');

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // A page from a file may not have the clipboard.
      const area = document.createElement('textarea');
      area.value = text;
      document.body.append(area);
      area.select();
      const copied = document.execCommand('copy');
      area.remove();
      if (!copied) throw new Error('the browser forbids copying');
    }
  }

  function copier(label, what, text) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = label;
    const hint = document.createElement('span');
    hint.className = 'unseen';
    hint.textContent = ': ' + what;
    button.append(hint);
    button.addEventListener('click', async () => {
      const before = document.activeElement;
      try {
        await copy(text());
        button.firstChild.data = 'Copied';
      } catch (error) {
        button.firstChild.data = 'Not copied: ' + error.message;
      }
      before.focus();
      report.say(button.firstChild.data + ': ' + what);
      setTimeout(() => button.firstChild.data = label, 2000);
    });
    return button;
  }

  for (const table of document.querySelectorAll('table')) {
    sortable(table);
    paged(table);
    table.closest('.scroll').after(copier('Copy as CSV', table.caption.textContent, () => csv(table)));
  }
  for (const command of document.querySelectorAll('pre')) {
    command.after(copier('Copy', 'the command', () => command.textContent + '\n'));
  }
})();
