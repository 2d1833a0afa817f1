
// Shows only some benchmarks, parameters and models, in charts and tables alike.
(() => {
  const form = document.querySelector('.filter');
  const find = document.getElementById('find');
  const said = document.getElementById('shown');
  const models = JSON.parse(document.getElementById('models').textContent);
  const sections = [...document.querySelectorAll('section.figure, section.undrawn')].map(section => ({
    section,
    links: [...document.querySelectorAll('.contents a')].filter(link => link.hash === '#' + section.id),
    entry: report.entries.find(entry => entry.section === section),
    text: [...section.querySelectorAll('.question, [id$="-title"]')].map(part => part.textContent).join(' ').toLowerCase()
      + ' ' + section.dataset.benchmarks.toLowerCase(),
    rows: [...section.querySelectorAll('tbody tr')].map(row => ({
      row,
      texts: [...row.cells].map(cell => cell.textContent),
      caption: row.closest('table').caption.textContent.toLowerCase(),
    })),
  }));
  const hidden = new Set();
  const MOST_MODELS = 12;

  const literal = text => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  // As a series or a table has it, or as a label of parameters has it.
  const isOf = (model, text) => text === model.name || text.startsWith(model.name + ', ')
    || new RegExp('\\bmodel=' + literal(model.param) + '(?=[,\\]]|$)').test(text);

  function apply() {
    // A method's name may follow that of its class, as in Collections.sort.
    const words = find.value.toLowerCase().split(/\s+|\.(?=[a-z_])/).filter(word => word);
    const away = models.filter(model => hidden.has(model.param));
    let charts = 0;
    let rows = 0;
    for (const {section, links, entry, text, rows: all} of sections) {
      const wanted = words.filter(word => !text.includes(word));
      const keeps = {
        series: name => !away.some(model => isOf(model, name)),
        row: (texts, caption = '') => {
          const together = texts.join(' ').toLowerCase() + ' ' + caption;
          return wanted.every(word => together.includes(word)) && !texts.some(one => away.some(model => isOf(model, one)));
        },
      };
      let left = 0;
      for (const {row, texts, caption} of all) {
        row.hidden = !keeps.row(texts, caption);
        left += !row.hidden;
      }
      section.hidden = all.length > 0 && left === 0;
      links.forEach(link => link.parentElement.hidden = section.hidden);
      charts += !section.hidden && entry !== undefined;
      rows += left;
      if (entry && !section.hidden) report.filter(entry, keeps);
    }
    document.dispatchEvent(new Event('rows'));
    const total = sections.reduce((sum, section) => sum + section.rows.length, 0);
    const filtering = words.length > 0 || away.length > 0;
    said.textContent = filtering ? rows + ' of ' + total + ' rows in ' + charts + ' of ' + report.entries.length + ' charts' : '';
    form.classList.toggle('filtering', filtering);
  }

  function chips() {
    const box = document.getElementById('models-shown');
    box.replaceChildren();
    if (models.length < 2 || models.length > MOST_MODELS) return;
    for (const model of models) {
      const button = document.createElement('button');
      button.type = 'button';
      button.setAttribute('aria-pressed', String(!hidden.has(model.param)));
      if (model.path) report.icon(button, model);
      button.append(model.name);
      button.addEventListener('click', () => {
        if (!hidden.delete(model.param)) hidden.add(model.param);
        button.setAttribute('aria-pressed', String(!hidden.has(model.param)));
        apply();
      });
      box.append(button);
    }
  }

  if (sections.length) {
    form.hidden = false;
    chips();
    report.onTheme(chips);
    let later = 0;
    find.addEventListener('input', () => {
      clearTimeout(later);
      later = setTimeout(apply, 150);
    });
    form.addEventListener('submit', event => event.preventDefault());
    form.addEventListener('reset', () => {
      hidden.clear();
      chips();
      setTimeout(apply);
    });
  }
  document.documentElement.dataset.ready = String(sections.length);
})();
