// Pages work without this file; it draws charts, keeps pages live and says what a click began.
'use strict';

(() => {
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // <div class="chart" data-chart="{labels, series: [{label, values}]}">, labels in s
  const draw = place => {
    const data = JSON.parse(place.dataset.chart);
    const tones = ['--accent', '--second', '--ok', '--bad'].map(colour);
    const axis = { stroke: colour('--soft'), grid: { stroke: colour('--line') }, ticks: { stroke: colour('--line') } };
    const options = {
      width: place.clientWidth - 16,
      height: 240,
      series: [{}, ...data.series.map((one, at) => ({ label: one.label, stroke: tones[at % tones.length], width: 2, points: { show: one.values.length < 60 } }))],
      axes: [axis, { ...axis, size: (plot, values) => 20 + 8 * Math.max(0, ...(values || []).map(value => value.length)) }],
      tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      cursor: { drag: { x: true, y: false } },
    };
    place.replaceChildren();
    new uPlot(options, [data.labels, ...data.series.map(one => one.values)], place);
  };
  const drawAll = () => { if (window.uPlot) document.querySelectorAll('[data-chart]').forEach(draw); };

  // A button that was pressed is busy until its answer is there: a double click is one press.
  const busy = event => {
    const button = event.submitter;
    if (button && event.target.method === 'post') {
      setTimeout(() => { button.disabled = true; button.setAttribute('aria-busy', 'true'); });
      if (button.dataset.busy) button.textContent = button.dataset.busy;
    }
  };

  // A browser has six connections for all its pages: one that nobody sees holds none. A stream that
  // broke is opened again, whatever broke it; each begins with what the page may have missed.
  const EVENTS = ['ledger', 'run'];
  const live = url => {
    const page = new EventTarget();
    const tell = name => page.dispatchEvent(new Event(name));
    let stream;
    let later;
    const open = () => {
      stream = new EventSource(url);
      EVENTS.forEach(name => stream.addEventListener(name, () => tell(name)));
      stream.onerror = () => {
        if (stream.readyState === EventSource.CLOSED) later = setTimeout(open, 5000);
      };
    };
    const shut = () => {
      clearTimeout(later);
      if (stream) stream.close();
      stream = undefined;
    };
    const look = () => { if (document.hidden) shut(); else if (!stream) open(); };
    page.close = () => { document.removeEventListener('visibilitychange', look); shut(); };
    document.addEventListener('visibilitychange', look);
    look();
    return page;
  };
  if (window.htmx) htmx.createEventSource = live;

  // What somebody has unfolded stays so when its part of the page is read again.
  const unfolded = new Set();
  const note = event => {
    const fold = event.target;
    if (fold.matches('details[id]')) unfolded[fold.open ? 'add' : 'delete'](fold.id);
  };
  const unfold = () => unfolded.forEach(id => { const fold = document.getElementById(id); if (fold) fold.open = true; });

  // A field that is said to be wrong beside it is invalid for who cannot see that; a trial is summed up in one sentence.
  const judged = () => {
    document.querySelectorAll('[aria-describedby^=said-]').forEach(field => {
      const said = document.getElementById(field.getAttribute('aria-describedby'));
      field.setAttribute('aria-invalid', String(Boolean(said && said.querySelector('.reason'))));
    });
    const summary = document.getElementById('summary');
    if (summary) {
      const wrong = document.querySelectorAll('#trial .reason, #trial .notice').length;
      summary.textContent = wrong ? `${wrong} ${wrong === 1 ? 'fault' : 'faults'} in the first rows` : 'The first rows can be read';
    }
  };

  document.addEventListener('toggle', note, true);
  document.addEventListener('htmx:afterSettle', judged);
  document.addEventListener('htmx:afterSettle', unfold);
  document.addEventListener('DOMContentLoaded', drawAll);
  document.addEventListener('submit', busy);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
})();
